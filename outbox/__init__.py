"""Mails on their way out: a queue, its worker's part, and the page on which an admin sees what has failed."""
