<?php
// Makes an ordinary outlet of posts, authors, categories and tags through WordPress' own functions.
$_SERVER['HTTP_HOST'] = parse_url(getenv('LAB_ORIGIN'), PHP_URL_HOST);
require 'wp-load.php';
require ABSPATH . 'wp-admin/includes/taxonomy.php';
$data = json_decode(file_get_contents($argv[1]), true, 512, JSON_THROW_ON_ERROR);
foreach (['timezone_string' => $data['timezone'], 'blog_public' => 1, 'show_avatars' => 0,
          'posts_per_page' => 10, 'default_comment_status' => 'open'] as $name => $value) {
    update_option($name, $value);
}
global $wp_rewrite;
$wp_rewrite->set_permalink_structure('/%year%/%monthnum%/%postname%/');
flush_rewrite_rules();
wp_delete_post(1, true);
$authors = $sections = [];
foreach ($data['authors'] as $number => $name) {
    $authors[$name] = wp_insert_user([
        'user_login' => "author$number", 'user_pass' => 'scratch', 'display_name' => $name,
        'user_email' => "author$number@paper.invalid", 'role' => 'author',
    ]);
}
foreach ($data['sections'] as $name) {
    $sections[$name] = wp_create_category($name);
}
$urls = [];
foreach ($data['posts'] as $post) {
    $id = wp_insert_post([
        'post_title' => $post['headline'], 'post_content' => $post['body'],
        'post_status' => 'publish', 'post_author' => $authors[$post['author']],
        'post_category' => [$sections[$post['section']]], 'tags_input' => $post['keywords'],
        'post_date' => get_date_from_gmt($post['published']), 'post_date_gmt' => $post['published'],
    ], true);
    $urls[] = get_permalink($id);
}
echo json_encode($urls);
