<?php
// Installs the site into the empty database.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = parse_url(getenv('LAB_ORIGIN'), PHP_URL_HOST);
require 'wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Harbour Lantern', 'editor', 'editor@paper.invalid', true, '', 'scratch');
