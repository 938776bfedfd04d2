/// The templates of what is around every page, and of what pages have in common.
public enum FrameTemplates {
    /// Their texts, by their names.
    public static let all = [
        "frame": frame, "token": token, "problem": problem, "next-page": nextPage, "departure": departure,
    ]

    private static let frame = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{title}} · {{site}}</title>
        <link rel="stylesheet" href="{{stylePath}}">
        <link rel="icon" href="{{iconPath}}" type="image/svg+xml">
        {{#styles}}
        <link rel="stylesheet" href="{{path}}">
        {{/styles}}
        {{#scripts}}
        <script src="{{path}}" nonce="{{nonce}}" defer></script>
        {{/scripts}}
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
        <a class="site" href="/">{{site}}</a>
        <nav class="menu" aria-label="Main">
        <ul>
        {{#navigation}}
        <li><a href="{{path}}"{{#isHere}} aria-current="page"{{/isHere}}>{{title}}</a></li>
        {{/navigation}}
        </ul>
        </nav>
        {{#hasAccounts}}
        <div class="who">
        {{#person}}
        <a href="/account"{{#isHere}} aria-current="page"{{/isHere}}>{{name}}</a>
        <form method="post" action="/logout">{{> token}}<button class="plain">Log out</button></form>
        {{/person}}
        {{^person}}
        <a href="{{loginPath}}">Log in</a>
        <a href="/register">Register</a>
        {{/person}}
        </div>
        {{/hasAccounts}}
        </header>
        <main id="content" tabindex="-1"{{#isWide}} class="wide"{{/isWide}}>
        {{#message}}<p class="said" role="status">{{message}}</p>{{/message}}
        {{#hasTabs}}
        <nav aria-label="Administration"><ul class="tabs">
        {{#tabs}}
        <li><a href="{{path}}"{{#isHere}} aria-current="page"{{/isHere}}>{{title}}</a></li>
        {{/tabs}}
        </ul></nav>
        {{/hasTabs}}
        <h1>{{title}}</h1>
        {{#complaint}}<p class="complaint" role="alert">{{complaint}}</p>{{/complaint}}
        {{content}}
        </main>
        <footer class="foot"><a href="/api/docs">API</a></footer>
        </body>
        </html>

        """

    /// What every form has: what shows that this site made it, and what makes sending it twice the same as once.
    private static let token = """
        <input type="hidden" name="_token" value="{{token}}"><input type="hidden" name="_key" value="{{formKey}}">
        """

    private static let problem = """
        <p class="lead">{{detail}}.</p>
        {{#advice}}<p>What to do: {{advice}}.</p>{{/advice}}
        {{#wait}}<p>Try again in {{wait}} seconds.</p>{{/wait}}
        <p><a href="/">To the front page</a></p>
        <p class="quiet">{{status}} · request {{request}}</p>

        """

    /// What is seen for a moment on the way to another site.
    private static let departure = """
        <p class="lead" role="status">You go on to {{name}} now.</p>
        <p>If nothing happens, open this address: <code>{{address}}</code></p>

        """

    private static let nextPage = """
        {{#nextPath}}<p><a rel="next" class="button" href="{{nextPath}}">More</a></p>{{/nextPath}}
        """
}
