"""What templates show: data, values, words, and macros where they are called."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence

from jinja2 import nodes
from markupsafe import Markup, escape

from sitegen.render.compiler.expressions import Expressions, is_super
from sitegen.render.compiler.program import Branch, Statement, Text, Value, merged
from sitegen.render.compiler.scopes import Known, Macro, Meaning, Scope
from sitegen.render.compiler.variables import Steps
from sitegen.render.translation import Gettext, NGettext, Part, parts

_Values = Mapping[str, nodes.Expr]


class Output(Expressions):
    """Gives the steps that show an expression."""

    @abstractmethod
    def expanded(self, macro: Macro, call: nodes.Call, scope: Scope) -> Steps:
        """The body of a macro with the arguments of one call."""

    @abstractmethod
    def above(self, scope: Scope) -> Steps:
        """The body of the block that this one stands for."""

    def shown(self, node: nodes.Expr, scope: Scope) -> Steps:
        """The steps that show an expression, as far as can be without its value."""
        match node:
            case nodes.TemplateData():
                return [Text(node.data)]
            case nodes.Call():
                return self._called(node, scope)
            case nodes.Concat():
                return [step for part in node.nodes for step in self.shown(part, scope)]
            case nodes.CondExpr():
                return self._either(node, scope)
            case nodes.Filter(name="safe", node=nodes.Expr() as inner):
                return [Value(self.code(inner, scope), safe=True)]
        return self._value(self.meaning(node, scope))

    def _value(self, meaning: Meaning) -> Steps:
        if isinstance(meaning, Known):
            return [Text(str(escape(meaning.value)))]
        return [Value(self.spelled(meaning))]

    def _either(self, node: nodes.CondExpr, scope: Scope) -> Steps:
        test = self.meaning(node.test, scope)
        if isinstance(test, Known):
            chosen = node.expr1 if test.value else node.expr2
            return self.shown(chosen, scope) if chosen else []
        other = self.shown(node.expr2, scope) if node.expr2 else []
        return branch([(self.spelled(test), self.shown(node.expr1, scope)), ("", other)])

    def _called(self, node: nodes.Call, scope: Scope) -> Steps:
        if is_super(node):
            return self.above(scope)
        called = self.meaning(node.node, scope)
        if isinstance(called, Macro):
            return self.expanded(called, node, scope)
        sentence: Steps = []
        match called:
            case Known(Gettext() | NGettext() as function):
                sentence = self._sentence(function, node, scope)
        return sentence or self._value(self.meaning(node, scope))

    def _sentence(self, function: Gettext | NGettext, call: nodes.Call, scope: Scope) -> Steps:
        """A translation with its values between the words; nothing if it must wait for the page."""
        words = [part.value for part in call.args if isinstance(part, nodes.Const)]
        values = {item.key: item.value for item in call.kwargs}
        odd = call.dyn_args or call.dyn_kwargs or len(values) < len(call.kwargs)
        if odd or not all(isinstance(word, str) for word in words):
            return []
        match function, words, call.args:
            case Gettext(), [message], [_] if values:
                return self._filled(function.sentence(message), values, {}, scope)
            case NGettext(), [singular, plural], [_, _, number]:
                forms = [
                    self._filled(sentence, values, {"num": number}, scope)
                    for sentence in function.sentences(singular, plural)
                ]
                return self._numbered(function, call, forms, scope) if all(forms) else []
        return []

    def _numbered(
        self, function: NGettext, call: nodes.Call, forms: Sequence[Steps], scope: Scope
    ) -> Steps:
        """The forms of a sentence for the numbers they go with."""
        *others, last = forms
        singular, _, number = (self.code(argument, scope) for argument in call.args)
        name = self.new_name("n")
        form = f"{self.spelled(Known(function.form))}({singular}, {name})"
        return [
            Statement(f"{name} = {number}"),
            *branch(
                [
                    # What is no number is an error, or jinja's to make sense of.
                    (f"type({name}) is not int", self._value(self.meaning(call, scope))),
                    *((f"{form} == {index}", steps) for index, steps in enumerate(others)),
                    ("", last),
                ]
            ),
        ]

    def _filled(self, sentence: Markup, given: _Values, more: _Values, scope: Scope) -> Steps:
        found, values = parts(sentence), {**more, **given}
        if found is None:
            return []
        names = {part.name for part in found if part.name}
        # A value that the words leave out would not be looked at, and its mistakes not found.
        if not given.keys() <= names <= values.keys():
            return []
        return [step for part in found for step in self._part(part, values, scope)]

    def _part(self, part: Part, values: _Values, scope: Scope) -> Steps:
        return self.shown(values[part.name], scope) if part.name else [Text(part.words)]


def branch(arms: Sequence[tuple[str, Steps]]) -> Steps:
    """A branch of these arms, without an `else` that does nothing."""
    kept = [(test, merged(steps)) for test, steps in arms]
    if not kept[-1][0] and not kept[-1][1]:
        kept.pop()
    return [Branch(tuple(kept))] if kept else []
