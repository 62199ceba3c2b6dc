<?php
// Seeds through WordPress' own functions; prints the article's id and URL and the ids it gave.
$_SERVER['HTTP_HOST'] = parse_url(getenv('LAB_ORIGIN'), PHP_URL_HOST);
require 'wp-load.php';
$data = json_decode(file_get_contents($argv[1]), true, 512, JSON_THROW_ON_ERROR);
$options = [
    'thread_comments' => 1, 'thread_comments_depth' => 5, 'page_comments' => 1,
    'comments_per_page' => 10, 'default_comments_page' => 'newest', 'comment_order' => 'asc',
    'comment_moderation' => 0, 'show_avatars' => 0, 'timezone_string' => 'Europe/Oslo',
    'blog_public' => 1,
];
foreach ($options as $name => $value) {
    update_option($name, $value);
}
global $wp_rewrite;
$wp_rewrite->set_permalink_structure('/%year%/%monthnum%/%postname%/');
flush_rewrite_rules();
switch_theme('twentytwentyone');
$post = wp_insert_post([
    'post_title' => $data['title'], 'post_excerpt' => $data['lead'],
    'post_content' => $data['body'], 'post_name' => 'harbour-council', 'post_status' => 'publish',
    'post_author' => 1, 'post_date' => get_date_from_gmt($data['published']),
    'post_date_gmt' => $data['published'],
], true);
$ids = [];
foreach ($data['comments'] as $comment) {
    $ids[$comment['id']] = wp_insert_comment(wp_slash([
        'comment_post_ID' => $post, 'comment_author' => $comment['author'],
        'comment_content' => $comment['html'], 'comment_approved' => 1,
        'comment_parent' => $comment['parent'] === null ? 0 : $ids[$comment['parent']],
        'comment_date' => get_date_from_gmt($comment['created']),
        'comment_date_gmt' => $comment['created'], 'comment_type' => 'comment',
    ]));
}
foreach ($data['comments'] as $comment) {
    if ($comment['deleted']) {
        wp_trash_comment($ids[$comment['id']]);
    }
}
wp_update_comment_count($post);
echo json_encode(['post' => $post, 'url' => get_permalink($post), 'ids' => $ids]);
