"""The one queue of PDFs: asked for on a page, made by a worker, fetched when done.

What can be printed is a kind of print (``kinds``), which the app that owns it registers in
``AppConfig.ready()``. A page asks with ``queue.ask`` and redirects to the rendering; workers run
``work.render_waiting``. Nothing here loads the PDF engine: a kind names its typesetter by a dotted
path, and only a worker or a command follows it.
"""
