"""The web room: pages for people, on top of the engine. The door is ``web.app.create_app``."""
