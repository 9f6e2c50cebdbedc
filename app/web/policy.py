"""What a page may load, and who may put it into a frame: its Content-Security-Policy."""

from __future__ import annotations

from collections.abc import Mapping

NOBODY = ("'none'",)
_SELF = ("script-src", "worker-src", "style-src", "img-src", "connect-src", "form-action")
HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def policy(*, frame_ancestors: tuple[str, ...] = NOBODY, frame_src: tuple[str, ...] = ()) -> str:
    """Return the policy of a page of ours.

    `frame_ancestors` may have it in a frame; `frame_src` may be frames in it.
    """
    ours = [f"{directive} 'self'" for directive in _SELF]
    frames = [f"frame-src {' '.join(frame_src)}"] if frame_src else []
    return "; ".join(
        [
            "default-src 'none'",
            *ours,
            *frames,
            "base-uri 'none'",
            f"frame-ancestors {' '.join(frame_ancestors)}",
            "require-trusted-types-for 'script'",
            "trusted-types komek komek-work",
        ]
    )
