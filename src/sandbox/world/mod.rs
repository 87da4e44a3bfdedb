//! What exists at Meta's side: numbers, customers, their threads, media and templates. Plain data behind one lock;
//! it knows neither HTTP nor webhooks. Rules live in `rules`, what a request may contain in `graph`.

mod customer;
mod media;
mod number;
mod seed;
mod template;
mod thread;

use std::collections::{BTreeMap, HashMap, HashSet};

use rand::SeedableRng;
use rand::rngs::StdRng;

use customer::same_mobile;
pub use customer::{Customer, NewCustomer};
pub use media::MediaFile;
pub(crate) use media::{MediaOrigin, StoredMedia};
pub use number::{Number, NumberChange};
pub use template::{Template, TemplateChange};
pub(crate) use thread::Thread;
pub use thread::{DeliveryStatus, Reaction, ThreadAuthor, ThreadMessage};

use crate::identifiers;
use crate::rules::{PairRate, Throughput};

/// One number and one customer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Pair {
    pub(crate) phone_number_id: String,
    pub(crate) customer: String,
}

/// Everything that a reset forgets.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) numbers: BTreeMap<String, Number>,
    pub(crate) customers: BTreeMap<String, Customer>,
    /// Every address (WhatsApp id, BSUID, parent BSUID) of every customer, to their key.
    addresses: HashMap<String, String>,
    pub(crate) threads: HashMap<Pair, Thread>,
    /// Which thread a message id belongs to.
    pub(crate) messages: HashMap<String, Pair>,
    pub(crate) media: HashMap<String, StoredMedia>,
    /// By WhatsApp business account.
    pub(crate) templates: BTreeMap<String, Vec<Template>>,
    pub(crate) unsubscribed_accounts: HashSet<String>,
    pub(crate) webhook_overrides: HashMap<String, String>,
    pub(crate) blocked: HashSet<Pair>,
    pub(crate) throughput: HashMap<String, Throughput>,
    pub(crate) pair_rates: HashMap<Pair, PairRate>,
    pub(crate) random: StdRng,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            numbers: BTreeMap::new(),
            customers: BTreeMap::new(),
            addresses: HashMap::new(),
            threads: HashMap::new(),
            messages: HashMap::new(),
            media: HashMap::new(),
            templates: BTreeMap::new(),
            unsubscribed_accounts: HashSet::new(),
            webhook_overrides: HashMap::new(),
            blocked: HashSet::new(),
            throughput: HashMap::new(),
            pair_rates: HashMap::new(),
            random: StdRng::seed_from_u64(seed),
        }
    }

    /// Registers a number, or replaces it; its account gets the standard templates when it is new.
    pub(crate) fn register(&mut self, number: Number) {
        self.templates
            .entry(number.waba_id.clone())
            .or_insert_with(seed::standard_templates);
        self.numbers.insert(number.phone_number_id.clone(), number);
    }

    /// Adds a customer; one with the same number or BSUID is replaced, their threads stay.
    pub(crate) fn add_customer(&mut self, new: NewCustomer) -> Customer {
        let customer = Customer::from_new(new, &mut self.random);
        if let Some(earlier) = self.customers.remove(&customer.key) {
            self.forget_addresses(&earlier);
        }
        self.index(&customer);
        self.customers
            .insert(customer.key.clone(), customer.clone());
        customer
    }

    /// Gives a customer a new number and BSUID, as a change of number does (section 4.13); the key stays.
    pub(crate) fn change_addresses(
        &mut self,
        key: &str,
        wa_id: Option<String>,
    ) -> Option<Customer> {
        let mut customer = self.customers.get(key)?.clone();
        self.forget_addresses(&customer);
        let country = customer.bsuid.split('.').next().unwrap_or("BR").to_owned();
        customer.bsuid = identifiers::bsuid(&country, &mut self.random);
        customer.wa_id = wa_id.or(customer.wa_id);
        self.index(&customer);
        self.customers.insert(key.to_owned(), customer.clone());
        Some(customer)
    }

    fn index(&mut self, customer: &Customer) {
        for address in customer.addresses() {
            self.addresses.insert(address, customer.key.clone());
        }
    }

    fn forget_addresses(&mut self, customer: &Customer) {
        for address in customer.addresses() {
            self.addresses.remove(&address);
        }
    }

    /// Finds a customer by key, WhatsApp id or BSUID; Brazilian mobiles with and without the ninth digit are one.
    pub(crate) fn customer(&self, address: &str) -> Option<&Customer> {
        let digits = address.trim_start_matches('+');
        if let Some(customer) = self.customers.get(digits) {
            return Some(customer);
        }
        let key = self
            .addresses
            .get(digits)
            .or_else(|| self.addresses.get(&same_mobile(digits)?))?;
        self.customers.get(key)
    }

    pub(crate) fn thread(&mut self, pair: &Pair) -> &mut Thread {
        self.threads.entry(pair.clone()).or_default()
    }

    /// Keeps a message in its thread and makes it findable by id.
    pub(crate) fn keep(&mut self, pair: &Pair, message: ThreadMessage) {
        self.messages.insert(message.id.clone(), pair.clone());
        self.thread(pair).messages.push(message);
    }

    pub(crate) fn message(&self, id: &str) -> Option<(&Pair, &ThreadMessage)> {
        let pair = self.messages.get(id)?;
        let message = self.threads.get(pair)?.find(id)?;
        Some((pair, message))
    }

    pub(crate) fn message_mut(&mut self, id: &str) -> Option<&mut ThreadMessage> {
        let pair = self.messages.get(id)?;
        self.threads.get_mut(pair)?.find_mut(id)
    }

    /// The number whose token this is.
    pub(crate) fn numbers_of_token<'a>(
        &'a self,
        token: &'a str,
    ) -> impl Iterator<Item = &'a Number> {
        self.numbers
            .values()
            .filter(move |number| number.access_token == token)
    }
}
