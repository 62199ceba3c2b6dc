"""What is known, stored and due, kept between runs."""
