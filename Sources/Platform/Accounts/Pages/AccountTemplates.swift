/// How the pages of accounts look.
enum AccountTemplates {
    static let all = [
        "accounts/register": register, "accounts/verify": verify, "accounts/login": login, "accounts/forgot": forgot,
        "accounts/reset": reset, "accounts/account": account, "accounts/second-factor": secondFactor,
        "accounts/recovery": recovery, "accounts/token": token, "accounts/provider-code": providerCode,
    ]

    private static let register = """
        <form class="fields" method="post" action="/register">
        {{> token}}
        <div class="field">
        <label for="name">Name</label>
        <input id="name" name="name" value="{{name}}" required minlength="3" maxlength="32" autocomplete="username" autocapitalize="none" spellcheck="false" aria-describedby="name-hint">
        <span class="hint" id="name-hint">3 to 32 letters, digits, dots, hyphens and low lines; a letter first. You log in with it.</span>
        </div>
        <div class="field">
        <label for="email">E-mail address</label>
        <input id="email" name="email" type="email" value="{{email}}" required maxlength="254" autocomplete="email" aria-describedby="email-hint">
        <span class="hint" id="email-hint">A mail with a link confirms it. Nobody else sees it.</span>
        </div>
        <div class="field">
        <label for="password">Password</label>
        <input id="password" name="password" type="password" required minlength="8" autocomplete="new-password" aria-describedby="password-hint">
        <span class="hint" id="password-hint">At least 8 characters. Longer is better than stranger: a few words do.</span>
        </div>
        <div class="field">
        <label for="again">Password, again</label>
        <input id="again" name="again" type="password" required minlength="8" autocomplete="new-password">
        </div>
        <button>Register</button>
        </form>
        <p>You have an account? <a href="/login">Log in</a>.</p>

        """

    private static let verify = """
        <form method="post" action="{{herePath}}">
        {{> token}}
        <p>This address is yours? Then your account can be used.</p>
        <button>Confirm my address</button>
        </form>

        """

    private static let login = """
        <form class="fields" method="post" action="/login">
        {{> token}}
        <input type="hidden" name="next" value="{{next}}">
        <div class="field">
        <label for="name">Name or e-mail address</label>
        <input id="name" name="name" value="{{name}}" required maxlength="254" autocomplete="username" autocapitalize="none" spellcheck="false">
        </div>
        <div class="field">
        <label for="password">Password</label>
        <input id="password" name="password" type="password" required autocomplete="current-password">
        </div>
        <div class="field">
        <label for="code">Code of your app</label>
        <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="40" aria-describedby="code-hint">
        <span class="hint" id="code-hint">Only if you have set one up. A recovery code does, too.</span>
        </div>
        <button>Log in</button>
        </form>
        {{#hasProviders}}
        <h2>Or log in elsewhere</h2>
        <div class="row">
        {{#providers}}
        <form method="post" action="{{beginPath}}">{{> token}}<input type="hidden" name="next" value="{{next}}"><button class="second">Log in with {{title}}</button></form>
        {{/providers}}
        </div>
        {{/hasProviders}}
        <p><a href="/forgot-password">Forgotten the password?</a> No account yet? <a href="/register">Register</a>.</p>

        """

    private static let providerCode = """
        <p>{{title}} has said who you are. Your account here needs a code of your app, too.</p>
        <form class="fields" method="post" action="{{herePath}}">
        {{> token}}
        <input type="hidden" name="ticket" value="{{ticket}}">
        <input type="hidden" name="next" value="{{next}}">
        <div class="field">
        <label for="code">Code of your app</label>
        <input id="code" name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="40" aria-describedby="code-hint">
        <span class="hint" id="code-hint">A recovery code does, too.</span>
        </div>
        <button>Log in</button>
        </form>

        """

    private static let forgot = """
        <p>Say which address your account has. You get a mail with a link, which is good for ten minutes.</p>
        <form class="fields" method="post" action="/forgot-password">
        {{> token}}
        <div class="field">
        <label for="email">E-mail address</label>
        <input id="email" name="email" type="email" value="{{email}}" required maxlength="254" autocomplete="email">
        </div>
        <button>Send the mail</button>
        </form>

        """

    private static let reset = """
        <form class="fields" method="post" action="/reset-password">
        {{> token}}
        <div class="field">
        <label for="code">Code of the mail</label>
        <input id="code" name="code" value="{{code}}" required maxlength="200" autocomplete="off" spellcheck="false" aria-describedby="code-hint">
        <span class="hint" id="code-hint">Whoever has followed the link has it here already.</span>
        </div>
        <div class="field">
        <label for="password">New password</label>
        <input id="password" name="password" type="password" required minlength="8" autocomplete="new-password">
        </div>
        <div class="field">
        <label for="again">New password, again</label>
        <input id="again" name="again" type="password" required minlength="8" autocomplete="new-password">
        </div>
        <button>Change the password</button>
        </form>

        """

    private static let secondFactor = """
        <ol>
        <li>{{#picture}}Have your app read this picture:<br>
        {{picture}}<br>
        Or add{{/picture}}{{^picture}}Add{{/picture}} an account to your app by this secret, or by <a href="#address">its address</a>:
        <pre><code>{{secret}}</code></pre></li>
        <li>Type the code that the app shows now.</li>
        </ol>
        <form class="fields" method="post" action="/account/second-factor/confirm">
        {{> token}}
        <input type="hidden" name="address" value="{{address}}">
        <div class="field">
        <label for="code">Code</label>
        <input id="code" name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="10">
        </div>
        <button>Confirm</button>
        </form>
        <h2 id="address">The address for apps</h2>
        <pre><code>{{address}}</code></pre>

        """

    private static let recovery = """
        <p class="said" role="status">Logging in needs a code of your app from now on.</p>
        <p>If the app is lost, each of these codes logs you in once. They are shown now and never again: write them down.</p>
        <ul>
        {{#codes}}
        <li><code>{{.}}</code></li>
        {{/codes}}
        </ul>
        <p><a class="button" href="/account">I have written them down</a></p>

        """

    private static let token = """
        <p>This is shown now and never again. Whoever has it can do in your name what it is good for.</p>
        <pre><code>{{secret}}</code></pre>
        <p><a class="button" href="/account">I have kept it</a></p>

        """

    private static let account = """
        <dl class="facts">
        <dt>Name</dt><dd>{{name}}</dd>
        <dt>E-mail address</dt><dd>{{email}}</dd>
        </dl>
        <h2>Password</h2>
        <form class="fields" method="post" action="/account/password">
        {{> token}}
        <input type="hidden" name="username" value="{{name}}" autocomplete="username">
        <div class="field">
        <label for="password">Password now</label>
        <input id="password" name="password" type="password" required autocomplete="current-password">
        </div>
        <div class="field">
        <label for="new">New password</label>
        <input id="new" name="new" type="password" required minlength="8" autocomplete="new-password">
        </div>
        <div class="field">
        <label for="again">New password, again</label>
        <input id="again" name="again" type="password" required minlength="8" autocomplete="new-password">
        </div>
        <button>Change the password</button>
        <span class="hint">All your sessions end then, this one too.</span>
        </form>
        <h2>Codes of an app</h2>
        {{#factor}}
        <p>Logging in needs a code of your app. You have {{codes}} recovery codes left.</p>
        <form class="fields" method="post" action="/account/second-factor/remove">
        {{> token}}
        <div class="field">
        <label for="code">A last code</label>
        <input id="code" name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="40">
        </div>
        <button class="second">Log in without codes</button>
        </form>
        {{/factor}}
        {{^factor}}
        <p>With an app that makes codes, nobody who has found out your password can log in.</p>
        <form class="fields" method="post" action="/account/second-factor">
        {{> token}}
        <input type="hidden" name="username" value="{{name}}" autocomplete="username">
        <div class="field">
        <label for="factor-password">Your password</label>
        <input id="factor-password" name="password" type="password" required autocomplete="current-password">
        </div>
        <button>Set up an app</button>
        </form>
        {{/factor}}
        {{#hasProviders}}
        <h2>Logins elsewhere</h2>
        <p>Whoever logs in there as you does so here, too.</p>
        <div class="scroll" tabindex="0" role="region" aria-label="Logins elsewhere">
        <table>
        <thead><tr><th scope="col">Where</th><th scope="col">Linked</th><th scope="col">What now</th></tr></thead>
        <tbody>
        {{#providers}}
        <tr><td>{{title}}</td><td>{{#isLinked}}<span class="badge good">linked</span>{{/isLinked}}{{^isLinked}}no{{/isLinked}}</td>
        <td>{{#isLinked}}<form method="post" action="{{unlinkPath}}">{{> token}}<button class="second">Unlink {{title}}</button></form>{{/isLinked}}{{^isLinked}}<form method="post" action="{{linkPath}}">{{> token}}<button class="second">Link {{title}}</button></form>{{/isLinked}}</td></tr>
        {{/providers}}
        </tbody>
        </table>
        </div>
        {{/hasProviders}}
        <h2>Sessions</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Sessions">
        <table>
        <thead><tr><th scope="col">From</th><th scope="col">Begun</th><th scope="col">End</th></tr></thead>
        <tbody>
        {{#sessions}}
        <tr><td>{{from}}{{#isCurrent}} <span class="badge good">this one</span>{{/isCurrent}}</td>
        <td class="nowrap"><time>{{begun}}</time></td>
        <td><form method="post" action="{{endPath}}">{{> token}}<button class="second">End</button></form></td></tr>
        {{/sessions}}
        </tbody>
        </table>
        </div>
        <h2>Tokens for programs</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Tokens for programs">
        <table>
        <thead><tr><th scope="col">Name</th><th scope="col">Good for</th><th scope="col">Made</th><th scope="col">Until</th><th scope="col">Revoke</th></tr></thead>
        <tbody>
        {{#tokens}}
        <tr><td>{{name}}</td><td>{{scopes}}</td><td class="nowrap"><time>{{made}}</time></td>
        <td class="nowrap">{{#until}}<time>{{until}}</time>{{/until}}{{^until}}it is revoked{{/until}}</td>
        <td><form method="post" action="{{revokePath}}">{{> token}}<button class="second">Revoke</button></form></td></tr>
        {{/tokens}}
        {{^tokens}}
        <tr><td colspan="5">You have none.</td></tr>
        {{/tokens}}
        </tbody>
        </table>
        </div>
        <h3>Make a token</h3>
        <form method="post" action="/account/tokens">
        {{> token}}
        <div class="row">
        <div class="field"><label for="token-name">Name</label><input id="token-name" name="name" required maxlength="100" autocomplete="off"></div>
        <div class="field"><label for="scopes">Good for</label><input id="scopes" name="scopes" required value="*" autocomplete="off" spellcheck="false" aria-describedby="scopes-hint"></div>
        <div class="field"><label for="days">Days</label><input id="days" name="days" inputmode="numeric" autocomplete="off"></div>
        <button>Make</button>
        </div>
        <span class="hint" id="scopes-hint">Modules or actions with commas between, such as submissions, contests.join; * is everything. Without days it is good until you revoke it.</span>
        </form>
        <h2>Your data</h2>
        <form method="post" action="/account/export">{{> token}}<button class="second">Download all that is kept of you</button></form>
        <h3>Erase the account</h3>
        <p>Nobody can read then who you were, and nobody can log in. It cannot be undone.</p>
        <form class="fields" method="post" action="/account/erase">
        {{> token}}
        <input type="hidden" name="username" value="{{name}}" autocomplete="username">
        <div class="field">
        <label for="erase-password">Your password</label>
        <input id="erase-password" name="password" type="password" required autocomplete="current-password">
        </div>
        <p><label><input type="checkbox" name="sure" value="yes" required> I am sure.</label></p>
        <button class="danger">Erase my account</button>
        </form>

        """
}
