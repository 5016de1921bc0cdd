//! What the API takes and gives.
//!
//! Read leniently: a member that an older server leaves out has its default, and one that is newer
//! than this build is passed over. Times are ISO 8601 in UTC, as texts.

use std::collections::BTreeMap;

use serde_json::Value;

mod access;
mod account;
mod channel;
mod organization;
mod purchase;
mod records;
mod scenario;
mod session;
mod visitor;
mod webhook;

pub use access::{AccessToken, AccessTokenForm};
pub use account::{
    Account, AccountClosed, AccountForm, AccountList, Balance, Check, CheckForm, Key, KeyForm,
    KeyList, KeyRevoked, KeyState, NewKey,
};
pub use channel::{
    Channel, ChannelChange, ChannelForm, ChannelList, ChannelState, Dialog, DialogDetail,
    DialogList, DialogMessage, NewChannel, ReturnDialog, SayInDialog, TakeDialog,
};
pub use organization::{Organization, OrganizationForm, OrganizationList, OrganizationRemoved};
pub use purchase::{Purchase, PurchaseForm, PurchaseList, PurchaseStatus};
pub use records::{
    Integration, IntegrationForm, IntegrationKind, IntegrationList, Knowledge, KnowledgeForm,
    KnowledgeKind, KnowledgeList, Lead, LeadForm, LeadList, LeadOrigin, Order, OrderForm,
    OrderItem, OrderList, OrderStatus, ShopEvent, ShopEventForm, ShopEventList, ShopEventType,
};
pub use scenario::{
    AnalysisAccess, Appearance, EmbedUrls, ExtractionVariable, FeaturedList, FeaturedScenario,
    Pricing, Removed, Scenario, ScenarioForm, ScenarioList, SessionAnalysis, Spending, Strategy,
    Texts,
};
pub use session::{
    Accepted, Analysis, AnalyzeForm, Asked, Criterion, Evaluation, Extraction, Figures,
    Improvement, Judgement, Line, PageMeta, Role, ScoreSource, Session, SessionDetail, SessionPage,
    SessionStatus, ShortAnalysis, ShortEvaluation,
};
pub use visitor::{RecordKind, VisitorErased, VisitorExport, VisitorRecord};
pub use webhook::{
    Delivery, DeliveryState, NewWebhook, Webhook, WebhookData, WebhookDetail, WebhookEvent,
    WebhookForm, WebhookList, WebhookMessage, WebhookState,
};

/// A JSON object whose members are not fixed.
pub type Object = BTreeMap<String, Value>;
