//! Which customer an identity names.

/// The identifiers of a customer that came with one webhook; any of them may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CustomerIdentity {
    /// International phone number in digits, as Meta wrote it.
    pub wa_id: Option<String>,
    /// The number's canonical form, under which spellings with and without Brazil's ninth digit (and
    /// its Mexican and Argentinian cousins) are one. Present whenever `wa_id` is.
    pub wa_id_match_key: Option<String>,
    /// Business-scoped user id.
    pub bsuid: Option<String>,
    /// Business-scoped user id across linked portfolios.
    pub parent_bsuid: Option<String>,
    /// Public name, without the leading `@`.
    pub username: Option<String>,
    /// The customer's own name; untrusted.
    pub profile_name: Option<String>,
}
