"""The commands that need a store or a server: import, export, wave, preview, serve, demo."""
