"""What judges a built site: checkers by other people, and schemas typed from standards.

Every check is a function that returns complaints, one string each; an empty tuple means valid.
A checker that is not installed raises, so that its tests fail.
"""
