/// How the front page looks.
enum FrontTemplates {
    static let front = """
        <p class="lead">Solve problems, and see at once whether your program is right.</p>
        {{^isPerson}}
        <p><a class="button" href="/register">Make an account</a> <a class="button second" href="/login">Log in</a></p>
        {{/isPerson}}
        {{#hasContests}}
        <h2>Contests</h2>
        <ul class="cards">
        {{#contests}}
        <li class="card"><a href="{{path}}">{{title}}</a><span class="hint">{{start}} to {{end}}</span></li>
        {{/contests}}
        </ul>
        {{/hasContests}}
        {{#hasProblems}}
        <h2>New problems</h2>
        <ul class="cards">
        {{#problems}}
        <li class="card"><a href="{{path}}">{{title}}</a><span class="hint">{{difficulty}} {{tags}}</span></li>
        {{/problems}}
        </ul>
        {{/hasProblems}}

        """
}

/// How the pages of problems look.
enum ProblemTemplates {
    static let all = ["site/problems": list, "site/problem": problem]

    private static let list = """
        <form method="get" action="/problems" role="search">
        <div class="row">
        <div class="field"><label for="text">Search</label><input id="text" name="text" type="search" value="{{text}}" maxlength="200" autocomplete="off"></div>
        <button>Search</button>
        {{#canMake}}<a class="button second" href="/problems/new">New problem</a> <a class="button second" href="/problems?mine=true">My problems</a>{{/canMake}}
        </div>
        </form>
        {{#facets}}
        {{#hasSome}}
        <p class="facet"><span class="quiet">{{title}}:</span> {{#allPath}}<a href="{{allPath}}">all</a> {{/allPath}}{{#counts}}<a href="{{path}}"{{#isHere}} aria-current="true"{{/isHere}}>{{name}} ({{count}})</a> {{/counts}}</p>
        {{/hasSome}}
        {{/facets}}
        <div class="scroll" tabindex="0" role="region" aria-label="Problems">
        <table>
        <thead><tr><th scope="col">Problem</th><th scope="col">Difficulty</th><th scope="col">About</th></tr></thead>
        <tbody>
        {{#problems}}
        <tr><td><a href="{{path}}">{{title}}</a>{{#isHidden}} <span class="badge wait">{{state}}</span>{{/isHidden}}
        {{#isSearch}}<span class="hint">{{#excerpt}}{{#isMatch}}<mark>{{text}}</mark>{{/isMatch}}{{^isMatch}}{{text}}{{/isMatch}}{{/excerpt}}</span>{{/isSearch}}</td>
        <td>{{difficulty}}</td><td>{{tags}}</td></tr>
        {{/problems}}
        {{^problems}}
        <tr><td colspan="3">None.</td></tr>
        {{/problems}}
        </tbody>
        </table>
        </div>
        {{> next-page}}

        """

    private static let problem = """
        <p class="quiet">{{#contestPath}}<a href="{{contestPath}}">To the contest</a> · {{/contestPath}}{{#timeLimit}}{{timeLimit}} s{{/timeLimit}}{{#memoryLimit}}, {{memoryLimit}}{{/memoryLimit}}{{#difficulty}} · {{difficulty}}{{/difficulty}}{{#submissionsPath}} · <a href="{{submissionsPath}}">Submissions</a>{{/submissionsPath}}{{#editPath}} · <a href="{{editPath}}">Look after it</a>{{/editPath}}</p>
        {{#hasOthers}}
        <ul class="tabs" aria-label="Languages">
        {{#others}}
        <li><a href="{{path}}" lang="{{name}}"{{#isHere}} aria-current="true"{{/isHere}}>{{name}}</a></li>
        {{/others}}
        </ul>
        {{/hasOthers}}
        <article class="statement">
        {{statement}}
        </article>
        {{#files}}
        <p><a href="{{path}}">{{name}}</a></p>
        {{/files}}
        {{#hasSamples}}
        <h2>Samples</h2>
        {{#samples}}
        <h3>Sample {{number}}</h3>
        <div class="samples">
        <div><span class="quiet" id="in-{{number}}">Input</span><pre tabindex="0" aria-labelledby="in-{{number}}"><code>{{input}}</code></pre></div>
        <div><span class="quiet" id="out-{{number}}">Output</span><pre tabindex="0" aria-labelledby="out-{{number}}"><code>{{answer}}</code></pre></div>
        </div>
        {{#isShortened}}<p class="hint">It goes on.</p>{{/isShortened}}
        {{/samples}}
        {{/hasSamples}}
        {{#wantsLogin}}
        <p><a class="button" href="{{loginPath}}">Log in to hand in a program</a></p>
        {{/wantsLogin}}
        {{#canSubmit}}
        <h2 id="submit">Your program</h2>
        <form method="post" action="{{submitPath}}" enctype="multipart/form-data">
        {{> token}}
        <div class="row">
        <div class="field"><label for="language">Language</label>
        <select id="language" name="language">
        <option value="">by the file's name</option>
        {{#languages}}
        <option value="{{id}}">{{name}}</option>
        {{/languages}}
        </select></div>
        <div class="field"><label for="file">File</label><input id="file" name="file" type="file"></div>
        </div>
        <div class="field"><label for="program">Or the program itself</label>
        <textarea class="code" id="program" name="program" data-editor="Program" spellcheck="false" autocapitalize="none" autocomplete="off" wrap="off">{{program}}</textarea></div>
        <button>Hand in</button>
        </form>
        {{/canSubmit}}

        """
}
