/// What the API says, a text for each path. Whatever people have chosen is something that would be more than text in a page
/// that does not escape it.
enum SiteAnswers {
    private static let quoted = #""<script>alert(1)</script>\"'&""#

    static let all: [String: String] = [
        "GET api/v1/problems":
            #"{"problems":[{"id":"7","title":\#(quoted),"state":"draft","tags":["dp"],"categories":[],"version":1}],"next":"c1"}"#,
        "POST api/v1/problems": #"{"id":"7","version":1,"measuring":"wanted"}"#,
        "GET api/v1/problems/search": """
        {"found":[{"problem":{"id":"7","title":"Sum","state":"published","tags":[],"categories":[],"version":1},\
        "excerpt":[{"text":"a ","isMatch":false},{"text":\(quoted),"isMatch":true}]}],"categories":[],"tags":[{"name":"dp",\
        "problems":3}],"difficulties":[],"next":50}
        """,
        "GET api/v1/problems/{id}": """
        {"id":"7","title":\(quoted),"state":"published","version":1,"categories":[],"tags":[],"languages":[],"timeLimit":2,\
        "memoryLimit":268435456,"isScoring":false,"statement":{"language":"en","html":"<p>Add <span class=\\"math\\">a</span></p>"},\
        "statementLanguages":["en","de"],"files":[{"name":"p.pdf","address":"/api/v1/problems/7/files/p.pdf"},\
        {"name":"x","address":"//evil"}],"samples":[{"name":"1","input":\(quoted),"answer":"3","isShortened":true}],\
        "hasEditorial":false,"owner":"1","measuring":"stopped","measuringReason":\(quoted),"packageWarnings":[\(quoted)]}
        """,
        "PUT api/v1/problems/{id}": "", "POST api/v1/problems/{id}/publish": "",
        "GET api/v1/problems/{id}/versions":
            #"{"versions":[{"number":1,"package":"a","change":\#(quoted),"by":"b","at":"2027-01-15T08:00:00.000Z"}]}"#,
        "POST api/v1/submissions": #"{"id":"9"}"#, "POST api/v1/contests/{id}/submissions": #"{"id":"9"}"#,
        "GET api/v1/submissions/user/{id}": submissions, "GET api/v1/submissions/problem/{id}": submissions,
        "GET api/v1/submissions/failed": submissions,
        "GET api/v1/submissions/{id}/result": """
        {"submission":{"id":"9","author":"00000000000000000000000001","problem":"7","receivedAt":"2027-01-15T08:00:00.000Z",\
        "state":"judged","verdict":"WA","language":"cpp17","cpuMilliseconds":12,"memoryBytes":1048576,"passed":1,"tests":2,\
        "reason":\(quoted)},"groups":[{"name":\(quoted),"verdict":"AC","score":"20"}],"tests":[{"name":"t","verdict":"TLE","score":"",\
        "cpuMilliseconds":5,"memoryBytes":0,"message":\(quoted)}],"compilation":{"succeeded":true,"message":"","log":\(quoted)}}
        """,
        "GET api/v1/submissions/{id}/files": #"{"files":[{"name":\#(quoted),"content":\#(quoted)}]}"#,
        "GET api/v1/contests":
            #"{"contests":[{"id":"5","title":\#(quoted),"start":"2027-01-15T08:00:00.000Z","end":"2027-01-15T13:00:00.000Z","isHidden":true}]}"#,
        "POST api/v1/contests": #"{"id":"5"}"#, "PUT api/v1/contests/{id}": "", "POST api/v1/contests/{id}/join": "{}",
        "GET api/v1/contests/{id}": """
        {"id":"5","title":\(quoted),"description":\(quoted),"phase":"running","start":"2027-01-15T08:00:00.000Z",\
        "end":"2027-01-15T13:00:00.000Z","lengthSeconds":18000,"freezeAfterSeconds":14400,"counting":{"format":"icpc",\
        "penaltyMinutes":20},"languages":[],"divisions":["a",\(quoted)],"capacity":0,"participants":3,"hasAccessCode":true,\
        "isJudge":true,"seesBalloons":true,"participant":"1","feedback":"verdict","isWithoutQuestions":false}
        """,
        "GET api/v1/contests/{id}/problems":
            ##"{"problems":[{"id":"7","label":"A","version":1,"color":"#0000ff","points":"100","scale":"60"}]}"##,
        "GET api/v1/contests/{id}/leaderboard": """
        {"contest":"5","title":\(quoted),"phase":"running","format":"icpc","isFrozen":true,"isClosed":false,"frozenText":"frozen",\
        "problems":[{"id":"7","label":"A","color":"#c00000"},{"id":"8","label":"B","color":""}],"count":2,"rows":[\
        {"rank":1,"participant":"1","name":\(quoted),"division":"","solved":1,"points":"1","time":57,"cells":[{"problem":"7",\
        "judged":2,"pending":0,"isSolved":true,"isFirst":true,"points":"0","time":57,"rejected":1},{"problem":"8","judged":3,\
        "pending":1,"isSolved":false,"isFirst":false,"points":"0","rejected":3}]}]}
        """,
        "GET api/v1/contests/{id}/clarifications": """
        {"clarifications":[{"id":"3","problem":"7","category":"general","text":\(quoted),"asked":"2027-01-15T08:00:00.000Z",\
        "answer":\(quoted),"isToAll":true,"claimedBy":\(quoted)}],"announcements":[{"id":"4","text":\(quoted),\
        "at":"2027-01-15T08:00:00.000Z","isToAll":false,"participants":["1"]}]}
        """,
        "GET api/v1/contests/{id}/awards":
            #"{"isFinal":true,"awards":[{"id":"first-to-solve-A","participants":["1","2"]}],"ranks":{"1":1}}"#,
        "GET api/v1/contests/{id}/balloons": """
        {"contest":"5","title":\(quoted),"balloons":[{"number":1,"participant":"1","name":\(quoted),"problem":"7","label":"A",\
        "color":\(quoted),"minute":57,"isTakenBack":false,"isFirst":true,"others":["B",\(quoted)]},{"number":2,"participant":"2",\
        "problem":"7","label":"A","color":"","isTakenBack":true,"isFirst":false,"delivered":"2027-01-15T08:00:00.000Z",\
        "by":\(quoted),"others":[]}],"next":"2"}
        """,
        "POST api/v1/contests/{id}/locks": "", "POST api/v1/contests/{id}/hacks": #"{"id":"6"}"#,
        "GET api/v1/contests/{id}/hackable": """
        {"submissions":[{"submission":"9","participant":"1","name":\(quoted),"problem":"7",\
        "receivedAt":"2027-01-15T08:00:00.000Z"}],"next":"1:9"}
        """,
        "GET api/v1/contests/{id}/hackable/{submission}": """
        {"submission":{"submission":"9","participant":"1","name":\(quoted),"problem":"7",\
        "receivedAt":"2027-01-15T08:00:00.000Z"},"files":[{"name":\(quoted),"content":\(quoted)}]}
        """,
        "GET api/v1/contests/{id}/hacks": """
        {"hacks":[{"id":"6","hacker":"1","hackerName":\(quoted),"submission":"9","defender":"2","defenderName":\(quoted),\
        "problem":"7","at":"2027-01-15T08:00:00.000Z","state":"successful","isOwn":true}],"locked":[],"opening":"locked",\
        "isJudge":false,"next":"6"}
        """,
        "GET api/v1/contests/{id}/hacks/{hack}": """
        {"hack":{"id":"6","hacker":"1","submission":"9","defender":"2","problem":"7","at":"2027-01-15T08:00:00.000Z",\
        "state":"successful","verdict":"WA","reason":\(quoted),"isOwn":true},"input":\(quoted),"answer":\(quoted)}
        """,
        "POST api/v1/contests/{id}/hacks/{hack}/ignore": "", "POST api/v1/contests/{id}/hacks/{hack}/count": "",
        "POST api/v1/contests/{id}/hacks/{hack}/keep": "",
        "POST api/v1/contests/{id}/balloons/{balloon}/deliver": "",
        "POST api/v1/contests/{id}/balloons/{balloon}/return": "",
        "GET api/v1/contests/{id}/rejudgings":
            #"{"rejudgings":[{"id":"6","by":\#(quoted),"reason":\#(quoted),"openedAt":"2027-01-15T08:00:00.000Z","stage":"open"}]}"#,
        "POST api/v1/contests/{id}/rejudgings": #"{"id":"6","submissions":3,"leftOut":1}"#,
        "GET api/v1/contests/{id}/rejudgings/{rejudging}": """
        {"id":"6","contest":"5","by":\(quoted),"reason":\(quoted),"openedAt":"2027-01-15T08:00:00.000Z","stage":"open",\
        "submissions":4,"judged":3,"failed":1,"changed":2,"lost":1,"overtaken":0,"matrix":[{"from":"AC","to":"WA","count":1},\
        {"from":"WA","to":"AC","count":1},{"from":"WA","to":"WA","count":1}]}
        """,
        "GET api/v1/contests/{id}/rejudgings/{rejudging}/submissions": """
        {"submissions":[{"id":"9","state":"judged","from":"AC","to":"WA","fromScore":\(quoted),"toScore":"3","isChanged":true,\
        "receivedAt":"2027-01-15T08:00:00.000Z"},{"id":"8","state":"deleted","from":"AC","to":"","reason":\(quoted)}]}
        """,
        "GET api/v1/contests/{id}/rejudgings/{rejudging}/board": """
        {"count":1,"participants":[{"participant":"1","name":\(quoted),"before":{"rank":1,"solved":2,"points":"2","time":57},\
        "after":{"rank":2,"solved":1,"points":"1","time":20}}],"firsts":[]}
        """,
        "POST api/v1/contests/{id}/rejudgings/{rejudging}/apply": "",
        "POST api/v1/contests/{id}/rejudgings/{rejudging}/cancel": "",
        "POST api/v1/contests/{id}/extra-time": "", "POST api/v1/contests/{id}/penalty": "",
        "POST api/v1/contests/{id}/disqualify": "", "POST api/v1/contests/{id}/reinstate": "",
        "POST api/v1/contests/{id}/ignore": "", "POST api/v1/contests/{id}/count": "",
        "POST api/v1/contests/{id}/removed-intervals": #"{"id":"8"}"#,
        "DELETE api/v1/contests/{id}/removed-intervals/{interval}": "",
        "GET api/v1/contests/{id}/teams": """
        {"team":{"id":"21","name":\(quoted),"division":\(quoted),"people":["00000000000000000000000002","3"],"invited":["4"]},\
        "invitations":[{"id":"22","name":\(quoted),"division":"","people":["5"],"invited":[]}]}
        """,
        "POST api/v1/contests/{id}/teams": #"{"id":"21"}"#, "POST api/v1/contests/{id}/teams/{team}/join": "",
        "POST api/v1/contests/{id}/teams/{team}/invitations": "",
        "DELETE api/v1/contests/{id}/teams/{team}/invitations/{person}": "",
        "POST api/v1/contests/{id}/clarifications": "{}",
        "POST api/v1/contests/{id}/announcements": #"{"id":"4"}"#,
        "POST api/v1/contests/{id}/clarifications/{clarification}/answer": "",
        "POST api/v1/contests/{id}/clarifications/{clarification}/claim": "",
        "POST api/v1/contests/{id}/clarifications/{clarification}/release": "",
        "POST api/v1/contests/{id}/clarifications/{clarification}/queue": "",
        "GET api/v1/users/leaderboard":
            #"{"people":[{"rank":1,"id":"1","displayName":\#(quoted),"solved":3},{"rank":2,"solved":1}]}"#,
        "GET api/v1/users/search": #"{"people":[{"id":"1","displayName":\#(quoted)}]}"#,
        "GET api/v1/users/{id}": #"{"id":"1","displayName":\#(quoted),"bio":\#(quoted)}"#,
        "GET api/v1/users/{id}/stats": #"{"solved":3,"byLanguage":{"cpp17":3},"days":[1]}"#,
        "GET api/v1/users/profile": #"{"displayName":\#(quoted),"public":["displayName"]}"#,
        "PUT api/v1/users/profile": "",
        "GET api/v1/testcases/{problem}": """
        {"version":3,"testCases":[{"name":\(quoted),"group":"","isSample":false,"inputSize":4,"answerSize":2048,"address":"/x"},\
        {"name":"secret/1","group":"secret","isSample":false,"inputSize":4,"answerSize":4,"address":"/x"}],"next":"secret/1"}
        """,
        "POST api/v1/testcases/{problem}": #"{"id":"7","version":4,"measuring":"ended"}"#,
        "PUT api/v1/testcases/{problem}/{name}": #"{"id":"7","version":4,"measuring":"ended"}"#,
        "DELETE api/v1/testcases/{problem}/{name}": #"{"id":"7","version":4,"measuring":"ended"}"#,
        "POST api/v1/testcases/validate": """
        {"version":3,"inputs":2,"validators":["v.py"],"left":[],"findings":[{"test":"secret/1","validator":"v.py",\
        "message":\(quoted),"isValidatorsFault":false}],"next":"secret/1"}
        """,
        "GET api/v1/problems/{id}/solutions": """
        {"version":2,"solutions":[{"path":\(quoted),"expected":["AC"]},{"path":"accepted/a.py","expected":[]}],"tests":3,\
        "groups":["sample",\(quoted)]}
        """,
        "GET api/v1/problems/{id}/invocations": """
        {"invocations":[{"id":"4","version":1,"solutions":2,"tests":3,"by":\(quoted),"at":"2027-01-15T08:00:00.000Z",\
        "isStopped":true}],"next":"c"}
        """,
        "POST api/v1/problems/{id}/invocations": #"{"id":"4","live":"/x"}"#,
        "POST api/v1/invocations/{id}/stop": "",
        "GET api/v1/invocations/{id}": """
        {"id":"4","problem":"7","version":1,"by":"1","at":"2027-01-15T08:00:00.000Z","state":"running","isWhole":true,"done":3,\
        "total":4,"timeLimitMilliseconds":2000,"slowestAccepted":{"solution":\(quoted),"test":"secret/1","cpuMilliseconds":500},\
        "margin":4,"tests":[{"name":"sample/1","group":"sample","isSample":true},{"name":\(quoted),"group":"","isSample":false}],\
        "testsInAll":2,"solutions":[{"path":\(quoted),"expected":["AC"],"state":"judged","verdict":"WA","done":2,\
        "isAsExpected":false,"broken":[\(quoted)],"cpuMilliseconds":500,"memoryBytes":4096,"cells":[{"verdict":"AC",\
        "cpuMilliseconds":12,"memoryBytes":4096},{"verdict":"WA","cpuMilliseconds":500,"memoryBytes":4096,"score":"7"}]},\
        {"path":"b","expected":[],"state":"refused","reason":\(quoted),"done":2,"broken":[],"cells":[null,null]}],"next":"sample/1"}
        """,
    ]

    private static let submissions =
        #"{"submissions":[{"id":"9","author":"1","problem":"7","receivedAt":"2027-01-15T08:00:00.000Z","state":"waiting","reason":\#(quoted)}],"next":"c"}"#
}
