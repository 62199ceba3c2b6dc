"""Comment engines that others wrote: installed, started and seeded here, then crawled."""
