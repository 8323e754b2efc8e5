"""What proves an application: files in a store of their own, recordings, typed words."""
