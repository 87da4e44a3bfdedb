//! Whose push service it is, as its endpoints show.

/// The push service of one kind of browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vendor {
    /// Chrome and its kin.
    Google,
    /// Firefox.
    Mozilla,
    /// Safari.
    Apple,
    /// Edge.
    Microsoft,
}

impl Vendor {
    pub(super) const ALL: [Self; 4] = [Self::Google, Self::Mozilla, Self::Apple, Self::Microsoft];

    /// The host in the endpoints that browsers give.
    pub fn host(self) -> &'static str {
        match self {
            Self::Google => "jmt17.google.com",
            Self::Mozilla => "updates.push.services.mozilla.com",
            Self::Apple => "web.push.apple.com",
            Self::Microsoft => "wns2-par02p.notify.windows.com",
        }
    }

    /// A subscription's address there.
    pub(super) fn endpoint(self, token: &str) -> String {
        let path = match self {
            Self::Google => "fcm/send/",
            Self::Mozilla => "wpush/v2/",
            Self::Apple => "",
            Self::Microsoft => "w/?token=",
        };
        format!("https://{}/{path}{token}", self.host())
    }
}
