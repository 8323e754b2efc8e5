"""The pack: pages that open from a disk, without a server and without scripts."""
