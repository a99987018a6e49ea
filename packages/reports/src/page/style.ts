/** The style of a report: one column, light or dark by the reader's preference, narrow figures on a phone and wide ones elsewhere. */
export const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--line:#d0d7de;--shade:#f4f6f8}
@media(prefers-color-scheme:dark){:root{--ink:#e6e8eb;--soft:#a3adb8;--paper:#14171c;--line:#3a424c;--shade:#1e232a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{max-width:760px;margin:0 auto;padding:24px}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .5rem;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:2rem 0 .5rem}
p,li{overflow-wrap:anywhere}
.soft{color:var(--soft)}
figure{margin:0 0 1.5rem}
svg{display:block;max-width:100%;height:auto}
svg.wide{display:none}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums;margin:.5rem 0}
caption{text-align:left;color:var(--soft);padding-bottom:.35rem}
th,td{padding:.25rem .7rem .25rem 0;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th{font-weight:600}
thead th{white-space:normal;vertical-align:bottom;max-width:8rem}
th:first-child,td:first-child{text-align:left}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:0}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
pre{background:var(--shade);padding:.75rem;border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem;margin:.5rem 0}
summary{cursor:pointer;color:var(--soft);padding:.25rem 0}
@media(min-width:760px){svg.wide{display:block}svg.narrow{display:none}}
@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--paper:#fff;--line:#bbb;--shade:#f4f4f4}main{max-width:none;padding:0}svg.wide{display:block}svg.narrow{display:none}figure,pre,tr{break-inside:avoid}h2,h3{break-after:avoid}}
`;
