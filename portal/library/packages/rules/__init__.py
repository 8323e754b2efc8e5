"""The rules of a course package. Each looks at one thing and yields what it finds; none stops another."""
