"""Importers: what a depositary publishes, compared with the register and added to it.

Nothing is fetched: a page is saved by hand, and :func:`import_untc` reads the file.

============== ==================================================
module         what it does
============== ==================================================
``page``       file to tree, or one reason why not
``acts``       a cell of the table to acts
``endnotes``   an end note to a notice of withdrawal
``untc``       a status page of the UN Treaty Collection
``names``      state names to codes
``claims``     a page to acts of states
``difference`` acts against the register
``additions``  what is new to rows
``writing``    rows into files
``importing``  the door
============== ==================================================
"""

from analysis.importers.importing import Imported, import_untc

__all__ = ["Imported", "import_untc"]
