"""What every page owes to every reader. A check looks at the page that is open and says in sentences what is wrong."""
