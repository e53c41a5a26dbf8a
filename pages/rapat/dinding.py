"""Layar dinding: the screens of a meeting turn by themselves, with live figures."""

from dashboard.components import frame, stage

stage.wall(frame.view())
