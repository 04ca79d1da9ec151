"""A portal to try: municipalities, people and documents in every state."""
