"""Addresses of the editor: sections, their rows, document control."""

from django.urls import path

from .views import columns, control, editor, rows

EDIT = "planer/<slug:slug>/redigera/"
ROW = "planer/<slug:slug>/rad/<slug:key>/"
CONTROL = "planer/<slug:slug>/dokument/"
LISTED = f"{CONTROL}<slug:sort>/<int:pk>/"

urlpatterns = [
    path(EDIT, editor.editor, name="editor"),
    path(f"{EDIT}<slug:key>/", editor.edit_section, name="edit_section"),
    path(f"{EDIT}<slug:key>/nytt-avsnitt/", editor.add_section, name="add_section"),
    path(f"{EDIT}<slug:key>/flytta/", editor.move_section, name="move_section"),
    path(f"{EDIT}<slug:key>/ta-bort/", editor.remove_section, name="remove_section"),
    path(f"{EDIT}<slug:key>/ta-tillbaka/", editor.take_back_section, name="take_back_section"),
    path(f"{EDIT}<slug:key>/innehall/", editor.change_kind, name="change_kind"),
    path(f"{EDIT}<slug:key>/vanligt/", editor.add_usual, name="add_usual"),
    path(f"{EDIT}<slug:key>/kolumner/", columns.edit_columns, name="edit_columns"),
    path(f"{EDIT}<slug:key>/ny-rad/", rows.add_row, name="add_row"),
    path(ROW, rows.edit_row, name="edit_row"),
    path(f"{ROW}flytta/", rows.move_row, name="move_row"),
    path(f"{ROW}ta-bort/", rows.remove_row, name="remove_row"),
    path(f"{ROW}ta-tillbaka/", rows.take_back_row, name="take_back_row"),
    path(CONTROL, control.control, name="control"),
    path(f"{CONTROL}<slug:sort>/", control.add_control, name="add_control"),
    path(LISTED, control.edit_control, name="edit_control"),
    path(f"{LISTED}flytta/", control.move_control, name="move_control"),
    path(f"{LISTED}ta-bort/", control.remove_control, name="remove_control"),
    path(f"{LISTED}ta-tillbaka/", control.take_back_control, name="take_back_control"),
]
