"""HTML to PDF/A-3a and PDF/UA-1 in one file.

Only :mod:`core.pdf.engine` imports WeasyPrint (39 MB and half a second): a web process imports
:mod:`core.pdf.contract` for the types and leaves the engine to the workers.
"""
