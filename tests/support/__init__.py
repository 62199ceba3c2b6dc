"""What tests share: papers, crawls, judges."""
