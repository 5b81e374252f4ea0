"""A demo installation: fictional organisations and people, and a few cases in different states."""

from .installation import PASSWORD, build, is_built, people_to_try, resources

__all__ = ["PASSWORD", "build", "is_built", "people_to_try", "resources"]
