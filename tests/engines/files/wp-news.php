<?php
// Must-use plugin: the metadata a news site's own plugin would add.
// Typographic quotes would make the seeded text differ from the shown one.
add_filter('run_wptexturize', '__return_false');
add_action('wp_head', function () {
    if (!is_single()) {
        return;
    }
    $about = [
        '@context' => 'https://schema.org', '@type' => 'NewsArticle',
        'headline' => get_the_title(), 'description' => get_the_excerpt(),
        'datePublished' => get_the_date('c'), 'author' => ['@type' => 'Person', 'name' => 'Ida Lykt'],
        'inLanguage' => 'en',
    ];
    printf('<script type="application/ld+json">%s</script>', wp_json_encode($about));
    echo '<meta property="og:type" content="article">';
    printf('<meta property="og:title" content="%s">', esc_attr(get_the_title()));
});
