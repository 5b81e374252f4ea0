"""Forms: form-js JSON read once, shown as a view of plain values, and its answers cleaned and checked.

    form = load(json_text)                                # Invalid: what is wrong with which component
    view = form.view(values, context, locale="da")        # what a page shows
    clean = form.validate(raw, context, locale="da")      # JSON values, or Invalid with a message per field
    form.fields_for_document(values)                      # what stands in a document

``reader`` turns JSON into ``component``s; ``live`` joins these with answers, which ``schemas`` has cleaned;
``rules`` checks them, ``viewer`` and ``document`` show them.
"""

from engine.forms.component import Component
from engine.forms.form import Form, load
from engine.forms.view import FieldView, FormView, OptionView, RowView

__all__ = ["Component", "FieldView", "Form", "FormView", "OptionView", "RowView", "load"]
