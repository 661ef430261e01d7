"""Templates to Python functions, with all that is the same on every page of a language done once.

jinja2 compiles each template by itself: a page calls a function for every block, include and
macro, copies its variables for each, and asks for every name, word and attribute anew. Here a
template is compiled together with all that it extends, includes and imports, for one language:
what is known then is put in as text. What the compiler cannot promise to render exactly as jinja2
does, it declines, and that template is left to jinja2.

`templates` follows a template as jinja2 would run it, with `statements`, `output`, `expressions`
and `variables` beneath; what comes of it is a `program`, from which `whitespace` takes the
indentation.
"""

from collections.abc import Callable, Iterable, Mapping

from jinja2 import Environment

from sitegen.render.compiler.program import python
from sitegen.render.compiler.scopes import Code, Known, UnsupportedError
from sitegen.render.compiler.templates import Compiler
from sitegen.render.compiler.trees import Trees
from sitegen.render.compiler.whitespace import without_indentation

Compiled = Callable[[object, str], str]


def compiled(
    name: str,
    environment: Environment,
    trees: Trees,
    *,
    known: Mapping[str, object],
    attributes: Iterable[str],
    minify: bool,
) -> Compiled | None:
    """The template of that name as a function of a page and its body; None if jinja2 must do it.

    `known` are the variables that all pages share; `attributes` are those whose absence is a
    mistake. That the function fails says nothing about a page: jinja2 may still find a way.
    """
    compiler = Compiler(environment, trees, attributes)
    arguments = {key: Known(value) for key, value in known.items()}
    try:
        program = compiler.program(name, {**arguments, "page": Code("page"), "body": Code("body")})
        source = python(
            "render", ("page", "body"), without_indentation(program) if minify else program
        )
        code = compile(source, f"compiled {name}", "exec")
    except (UnsupportedError, SyntaxError, RecursionError):
        return None
    exec(code, compiler.names)  # noqa: S102 (made of the site's own templates)
    return compiler.names["render"]  # type: ignore[return-value]
