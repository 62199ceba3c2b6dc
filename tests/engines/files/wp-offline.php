<?php
// Must-use plugin: nothing is fetched.
add_filter('pre_http_request', fn() => new WP_Error('offline', 'scratch site'));
