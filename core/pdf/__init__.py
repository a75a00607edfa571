"""HTML to PDF/A-3a and PDF/UA-1 in one file.

Only :mod:`core.pdf.engine` imports WeasyPrint (39 MB and half a second): a web process imports
:mod:`core.pdf.contract` for the types and leaves the engine to the workers.

What the HTML must say, beyond plain semantic HTML:

- ``<html lang>``, ``<title>``, one ``<h1>`` first, no heading level skipped; ``lang`` on any
  element in another language.
- Running texts: an empty ``<div class="running" data-left data-right data-foot>`` first in the
  body. Page numbers stand by themselves.
- Contents: ``<nav role="doc-toc">`` with nested ``<ol>``, a link in each ``<li>``; page numbers
  and leaders come from the base stylesheet. Headings may stand in the ``<nav>``, outside the list.
- Tables: ``<thead>`` and ``<th>``; ``scope`` where it is not column in the head, row at the start
  of a row. Column widths on the cells or ``<col>`` of the first row. ``class="tall-rows"`` lets
  rows break.
- Pictures: ``<img src="asset:NAME" alt>``; ``alt=""`` is decoration. Inline ``<svg>`` with a
  ``<title>`` and ``font-family="Source Sans 3"`` on its texts, flat fills. ``<figure>`` with
  ``<figcaption>`` around them.
- ``aria-hidden="true"``: printed, never read aloud.
- Links: http, https, mailto, tel and ``#id``; others become plain words. ``title`` describes a
  link better than its words, where they are not enough.
- No footnotes, no ``opacity`` below 1, no ``columns`` (balancing takes five times the time of a
  grid), no flex rows instead of a table, no form fields.
"""
