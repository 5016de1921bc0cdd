//! Records of a scenario, which its owner's systems keep: found by the scenario and their id, and changed where they
//! are still what was seen.

use futures_util::future::BoxFuture;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, QueryBuilder, SqliteExecutor};

use super::{Store, StoreError, Tx, unchanged};

/// One kind of record.
pub trait Record:
    for<'r> FromRow<'r, SqliteRow> + Clone + PartialEq + Send + Sync + Unpin + 'static
{
    /// What one is called in a sentence.
    const NAME: &'static str;
    /// Its table, whose rows have a `scenario_id` and an `id`.
    const TABLE: &'static str;

    /// The scenario's id and its own.
    fn place(&self) -> (&str, &str);
}

/// Says that a type with these two members is one.
macro_rules! record {
    ($record:ty, $name:literal, $table:literal) => {
        impl $crate::store::Record for $record {
            const NAME: &'static str = $name;
            const TABLE: &'static str = $table;

            fn place(&self) -> (&str, &str) {
                (&self.scenario_id, &self.id)
            }
        }
    };
}

pub(super) use record;

impl Store {
    pub async fn record<R: Record>(
        &self,
        scenario_id: &str,
        id: &str,
    ) -> Result<Option<R>, StoreError> {
        find(self.read(), scenario_id, id).await
    }

    /// Has `put` add a record, or put it in the place of `seen`. [`StoreError::Changed`] where that is not what
    /// stands there.
    pub(super) async fn put_record<R, E, F>(
        &self,
        record: R,
        seen: Option<R>,
        put: F,
    ) -> Result<(), E>
    where
        R: Record,
        E: From<StoreError> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx, R) -> BoxFuture<'t, Result<(), E>> + Send + 'static,
    {
        self.write(move |tx| {
            Box::pin(async move {
                let (scenario_id, id) = record.place();
                unchanged(&find(tx.conn(), scenario_id, id).await?, &seen)?;
                put(tx, record).await
            })
        })
        .await
    }

    /// Whether there was one to be removed.
    pub async fn remove_record<R: Record>(
        &self,
        scenario_id: &str,
        id: &str,
    ) -> Result<bool, StoreError> {
        let (scenario_id, id) = (scenario_id.to_owned(), id.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let mut query = QueryBuilder::new("DELETE FROM ");
                query.push(R::TABLE).push(" WHERE scenario_id = ");
                query
                    .push_bind(scenario_id)
                    .push(" AND id = ")
                    .push_bind(id);
                let done = query.build().execute(tx.conn()).await?;
                Ok(done.rows_affected() > 0)
            })
        })
        .await
    }
}

async fn find<R: Record>(
    by: impl SqliteExecutor<'_>,
    scenario_id: &str,
    id: &str,
) -> Result<Option<R>, StoreError> {
    let mut query = QueryBuilder::new("SELECT * FROM ");
    query.push(R::TABLE).push(" WHERE scenario_id = ");
    query
        .push_bind(scenario_id)
        .push(" AND id = ")
        .push_bind(id);
    Ok(query.build_query_as().fetch_optional(by).await?)
}
