// The REST API, described by Swagger UI. ./swagger-ui has the files of swagger-ui-dist 5.35.0, so that no other site is needed.
globalThis.SwaggerUIBundle({
  url: new URL("../openapi.json", import.meta.url).href,
  domNode: document.getElementById("docs"),
  deepLinking: true,
  validatorUrl: null,
});
