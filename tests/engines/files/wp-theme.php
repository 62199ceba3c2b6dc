<?php
// Switches the theme.
$_SERVER['HTTP_HOST'] = parse_url(getenv('LAB_ORIGIN'), PHP_URL_HOST);
require 'wp-load.php';
switch_theme($argv[1]);
