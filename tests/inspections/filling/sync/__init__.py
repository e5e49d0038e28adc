"""What comes from phones, tried from the outside and from the inside."""
