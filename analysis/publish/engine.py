"""The engine that papermill finds by its entry point: ``papermill --engine rollback``.

Papermill loads the engines of other packages while it is itself half loaded; so this module
imports nothing, and what it stands for (:class:`analysis.publish.kernels.WarmEngine`) is
fetched when a notebook is run.
"""

from __future__ import annotations

from typing import Any


class Engine:
    """Stands for the engine of warm kernels, with papermill's three questions to an engine."""

    @classmethod
    def execute_notebook(cls, *args: Any, **kwargs: Any) -> Any:
        """Run a notebook and return it."""
        from analysis.publish.kernels import WarmEngine

        return WarmEngine.execute_notebook(*args, **kwargs)

    @classmethod
    def nb_kernel_name(cls, *args: Any, **kwargs: Any) -> Any:
        """Return the name of the kernel that a notebook asks for."""
        from analysis.publish.kernels import WarmEngine

        return WarmEngine.nb_kernel_name(*args, **kwargs)

    @classmethod
    def nb_language(cls, *args: Any, **kwargs: Any) -> Any:
        """Return the language of a notebook."""
        from analysis.publish.kernels import WarmEngine

        return WarmEngine.nb_language(*args, **kwargs)
