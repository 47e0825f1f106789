/** esbuild turns an imported style sheet into dist/webview/report.css. */
declare module '*.css';
