"""What every form of the product shares."""

from flask import flash

from core.errors import DomainError
from core.i18n import translate, translate_error


def show_errors(form, error: DomainError) -> None:
    """Put a domain error on the form: at its field where it names one, above the form otherwise."""
    for name, message in error.fields.items():
        if name in form:
            form[name].errors = [*form[name].errors, translate(message)]
    if not any(name in form for name in error.fields):
        flash(translate_error(error), "error")
