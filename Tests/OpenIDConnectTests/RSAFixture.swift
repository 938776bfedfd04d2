/// A key and a token that another implementation made (Python's `cryptography`): nothing here signs with RSA.
enum RSAFixture {
    /// The modulus, in Base64.
    static let modulus =
        "y91yVHKLFHYRlGmhbV2gKsGjcHfcDgGjcz0Bd_mY-EUM0ltMIeJ4stX6G_F1RDjCH7E4XPvr4UlMRdaWtnZNerYEDULITlHy5zHM"
        + "RSzf3XIRw7zx1QKWfQajhVd21lHeJ6tT1r6Eb49Kmt6O56q06KwlaHyNjoFQHw6C-0NVSe9801GNigzlMJ4tuIYNI7ocLVkwvdDO"
        + "cU6YpDU-EKkUc3Q3X_SiPfFqPQY8rBOlUYo7dGTKQ3pnfcVEMC1yaqweaYWoIaqzM3kvHI6VlHE5palJmLut14iWXa8WFTahTbSh"
        + "mht-Jd9WpctpOpHgmOVISKye9s8gQxUbTMoh7HrnNw"
    /// The token without its signature: key `rsa-1`, for `judge` from `https://id.example`, of the time of ``Cast``.
    static let signed =
        "eyJhbGciOiAiUlMyNTYiLCAia2lkIjogInJzYS0xIn0.eyJpc3MiOiAiaHR0cHM6Ly9pZC5leGFtcGxlIiwgImF1ZCI6ICJqdWRn"
        + "ZSIsICJzdWIiOiAidTEiLCAibm9uY2UiOiAibm9uY2UiLCAiaWF0IjogMTgwMDAwMDAwMCwgImV4cCI6IDE4MDAwMDAzMDB9"
    /// Its signature.
    static let signature =
        "bW2oFTvEpWc1QfGCGDRowiiCU5x7_jVlKf-zvKGoz9KZA-Ntr4nUjvOHdnBvgZIqVcJ49kSxNGGaP4Jt0m5phtTkfDhNDoB5w96H"
        + "wUIuzcGoU3gGqZ_Iy2WsenHflQ5NqGBrHMbfLGAq5AF2l_V51-yzgelf8g0vKzEPmPT7iVpuIdbnfJNBGyvIewnmQ6858PRYTd3j"
        + "ZZvy_b0DnTBY0SvcZSnABbgWa_Yx1hNUdWZuPCoraK88dQJLV8WFB26A5c7TZqtLnBpFm_x9910D20ENvdvLq6Dcg_o6-vjyv-O6"
        + "OYtVKQxZc7074ZodsUQfg4V58DFB1eBLxD1LNwmbKg"
    /// The modulus of a key of 1024 bits.
    static let weakModulus =
        "1a-gqssr4g2usjYp3RVZGUtn9JG5ErlU9ph58b_Bho-6moFvXZFZbu5yOSzejLqVTZAi-qO6IaPA0c3Uh25bDB0JtMePUjlEDNNh"
        + "A_e4YTDw6oOiHA0FAXKmICo0KfbpNB_2aK-FcWBNMLGMawOlxigV_EjnRrFN0kEVX_o-UW0"
}
