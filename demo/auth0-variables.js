// Where this page logs people in, under the names that Auth0's examples use.
var AUTH0_CLIENT_ID = "demo";
var AUTH0_DOMAIN = "127.0.0.1:4000";
