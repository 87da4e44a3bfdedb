//! Loading by id, many at a time.
//!
//! The engine's own data loader waits a tick of the timer at every level of a query and collects on
//! whichever thread is free, so that how many statements a query takes depends on chance. This one lives
//! in the request's task: whoever asks first lets everybody else ask, then loads for all. How many
//! statements a query takes is thus a constant that a test can pin.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use desk::DeskError;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};

/// A failure that everybody in the batch shares.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct LoadError(pub Arc<DeskError>);

type Loaded<K, V> = Result<Arc<HashMap<K, V>>, LoadError>;
type Batch<K, V> = Shared<BoxFuture<'static, Loaded<K, V>>>;
type Load<K, V> =
    Arc<dyn Fn(Vec<K>) -> BoxFuture<'static, Result<HashMap<K, V>, DeskError>> + Send + Sync>;

/// Loads values of one kind, each at most once.
pub(crate) struct Loader<K, V> {
    load: Load<K, V>,
    state: Arc<Mutex<State<K, V>>>,
}

struct State<K, V> {
    /// The batch that each key is part of, finished or not.
    asked: HashMap<K, Batch<K, V>>,
    /// The batch that still takes keys.
    open: Option<(Vec<K>, Batch<K, V>)>,
}

impl<K, V> Loader<K, V>
where
    K: Copy + Eq + Hash + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// Loads by `load`, which answers with those that there are.
    pub fn new<F>(load: impl Fn(Vec<K>) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<HashMap<K, V>, DeskError>> + Send + 'static,
    {
        Self {
            load: Arc::new(move |keys| load(keys).boxed()),
            state: Arc::new(Mutex::new(State {
                asked: HashMap::new(),
                open: None,
            })),
        }
    }

    /// The value of `key`, if there is one.
    pub async fn load(&self, key: K) -> Result<Option<V>, LoadError> {
        let batch = self.batch_with(key);
        if batch.peek().is_none() {
            // The rest of the request is polled, and asks, before this comes back.
            tokio::task::yield_now().await;
        }
        Ok(batch.await?.get(&key).cloned())
    }

    fn batch_with(&self, key: K) -> Batch<K, V> {
        let mut state = lock(&self.state);
        if let Some(batch) = state.asked.get(&key) {
            return batch.clone();
        }
        let (keys, batch) = state
            .open
            .get_or_insert_with(|| (Vec::new(), self.new_batch()));
        keys.push(key);
        let batch = batch.clone();
        state.asked.insert(key, batch.clone());
        batch
    }

    fn new_batch(&self) -> Batch<K, V> {
        // The state holds its batches. Were a batch to hold the state, a request that is given up half-way would
        // keep both for ever, and the database connection that the batch waits for.
        let (load, state) = (Arc::clone(&self.load), Arc::downgrade(&self.state));
        async move {
            let keys = state
                .upgrade()
                .and_then(|state| lock(&state).open.take())
                .map(|(keys, _)| keys)
                .unwrap_or_default();
            load(keys)
                .await
                .map(Arc::new)
                .map_err(|error| LoadError(Arc::new(error)))
        }
        .boxed()
        .shared()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;

    use super::*;

    fn squares() -> (Loader<u32, u32>, Arc<Mutex<Vec<usize>>>) {
        let batches = Arc::<Mutex<Vec<usize>>>::default();
        let sizes = Arc::clone(&batches);
        let loader = Loader::new(move |keys: Vec<u32>| {
            sizes.lock().unwrap().push(keys.len());
            async move {
                Ok(keys
                    .into_iter()
                    .filter(|key| *key < 100)
                    .map(|key| (key, key * key))
                    .collect())
            }
        });
        (loader, batches)
    }

    #[tokio::test]
    async fn everything_that_is_asked_together_is_loaded_together_and_once() {
        let (loader, batches) = squares();
        let asked = [3, 4, 3, 5, 200];
        let answers: Vec<_> = join_all(asked.map(|key| loader.load(key)))
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        assert_eq!(answers, [Some(9), Some(16), Some(9), Some(25), None]);
        assert_eq!(loader.load(4).await.unwrap(), Some(16));
        assert_eq!(*batches.lock().unwrap(), [4]);
    }

    #[tokio::test]
    async fn hundreds_of_siblings_share_a_batch() {
        let (loader, batches) = squares();
        let answers = join_all((0..500).map(|key| loader.load(key))).await;
        assert_eq!(answers.iter().flatten().flatten().count(), 100);
        assert_eq!(*batches.lock().unwrap(), [500]);
    }

    #[tokio::test]
    async fn others_do_not_hang_when_the_first_to_ask_is_gone() {
        let (loader, _) = squares();
        let mut first = Box::pin(loader.load(1));
        let second = loader.load(2);
        assert!(futures_util::poll!(&mut first).is_pending());
        drop(first);
        assert_eq!(second.await.unwrap(), Some(4));
    }

    #[tokio::test]
    async fn a_request_that_is_given_up_lets_go_of_what_its_batch_held() {
        let connection = Arc::new(());
        let borrowed = Arc::clone(&connection);
        let loader: Loader<u32, u32> = Loader::new(move |_| {
            let held = Arc::clone(&borrowed);
            async move {
                std::future::pending::<()>().await;
                drop(held);
                Ok(HashMap::new())
            }
        });
        let mut asking = Box::pin(loader.load(1));
        while Arc::strong_count(&connection) < 3 {
            assert!(futures_util::poll!(&mut asking).is_pending());
        }
        drop(asking);
        drop(loader);
        assert_eq!(Arc::strong_count(&connection), 1);
    }

    #[tokio::test]
    async fn a_failure_is_told_to_everybody_who_asked() {
        let loader: Loader<u32, u32> =
            Loader::new(|_| async { Err(DeskError::Internal("no".into())) });
        let answers = join_all([1, 2].map(|key| loader.load(key))).await;
        assert!(answers.iter().all(Result::is_err));
    }
}
