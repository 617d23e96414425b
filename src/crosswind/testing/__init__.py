"""What tests of this library, and of code built on it, can stand on."""
