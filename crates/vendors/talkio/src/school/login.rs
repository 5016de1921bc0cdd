//! The login form of invited users: email and password, a new one at the first login, and a mail for
//! who forgot it.

use std::net::IpAddr;

use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use tokio::sync::OnceCell;

use super::html::{Page, e, go, sentence};
use super::learner::{Known, cookie_for, forgetting, signed_in};
use super::visit::Visit;
use super::words::words;
use crate::invitation;
use crate::store::{Member, Organization, SignIn};
use vivavoce_engine::ids;
use vivavoce_engine::store::passcode;
use vivavoce_http::form::Form;
use vivavoce_http::guesses::{Guesses, Tries};
use vivavoce_http::{ApiError, App};

/// How long a temporary password may be followed by a new one, in milliseconds.
const CHANGE: i64 = 15 * 60_000;
/// Characters of a password.
const SHORTEST: usize = 10;
const LONGEST: usize = 200;

/// What an address may try in an hour on a user who is guessed at from everywhere, and on all users of a
/// school that is: a class may be behind one.
const OF_USER: u32 = 5;
const OF_SCHOOL: u32 = 30;

/// `GET /authentication/login?organization=…`.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let asked = Form::read(query.as_deref().unwrap_or_default());
    let organization =
        crate::store::organization_by_slug(&app.store, asked.text("organization")).await?;
    let Some(organization) = organization else {
        return Ok(sentence(
            &app,
            &visit,
            StatusCode::NOT_FOUND,
            "There is no such school",
            "Please use the address in your invitation.",
        ));
    };
    Ok(form(&app, &visit, &organization, "", StatusCode::OK, None))
}

/// `POST /authentication/login`.
pub async fn enter(
    State(app): State<App>,
    visit: Visit,
    body: String,
) -> Result<Response, ApiError> {
    if !visit.is_own_form {
        return Ok(foreign(&app, &visit));
    }
    let given = Form::read(&body);
    let (email, password) = (given.text("email").trim(), given.text("password"));
    let now = app.clock.now();
    let address = visit.caller.address;
    let _turn = app.turns.of(format!("login from {address}")).await;
    let Ok(counted) = count_try(&app, address, given.text("organization"), email) else {
        return Ok(too_many(&app, &visit));
    };
    let organization =
        crate::store::organization_by_slug(&app.store, given.text("organization")).await?;
    let member = match &organization {
        // Only an address names somebody here; ids are the partner's.
        Some(organization) => {
            crate::store::member_by_email(&app.store, &organization.id, email).await?
        }
        None => None,
    };
    let proof = prove(member.as_ref(), password, now).await;
    let (Some(organization), Some(member), Some(proof)) = (&organization, &member, proof) else {
        let wrong = "The email or the password is not right.";
        let Some(organization) = &organization else {
            return Ok(sentence(
                &app,
                &visit,
                StatusCode::NOT_FOUND,
                "There is no such school",
                "Please use the address in your invitation.",
            ));
        };
        let status = StatusCode::UNAUTHORIZED;
        return Ok(form(&app, &visit, organization, email, status, Some(wrong)));
    };
    counted.give_back(&app.rates);
    if member.is_suspended(now) {
        return Ok(sentence(
            &app,
            &visit,
            StatusCode::FORBIDDEN,
            "Your access has ended",
            "Please ask your school to renew it.",
        ));
    }
    match proof {
        Proof::Chosen => enter_as(&app, &visit, member).await,
        Proof::Temporary => {
            let change = ids::new_secret();
            crate::store::add_member_token(
                &app.store,
                &member.id,
                SignIn::Change,
                &change,
                now,
                now + CHANGE,
            )
            .await?;
            let status = StatusCode::OK;
            Ok(new_password(
                &app,
                &visit,
                organization,
                &change,
                status,
                None,
            ))
        }
    }
}

/// Counts a try of a user's password: of whatever its address tries, of the school's users together, and
/// of the user.
fn count_try(
    app: &App,
    address: IpAddr,
    organization: &str,
    email: &str,
) -> Result<Tries, ApiError> {
    let (limits, now) = (&app.settings.limits, app.clock.now());
    let mut tries = Tries::default();
    let from = format!("login from {address}");
    tries.take(&app.rates, from, limits.passcodes, 1, now)?;
    let mut take = |secret: &str, in_all, hourly| {
        let guesses = Guesses {
            secret,
            address,
            each: limits.passcodes,
            in_all,
            hourly,
        };
        guesses.add_to(&mut tries, &app.rates, now)
    };
    let school = ids::digest(&[organization]);
    let user = ids::digest(&[organization, &email.to_lowercase()]);
    take(
        &format!("logins of {school}"),
        limits.passcodes_in_all,
        OF_SCHOOL,
    )?;
    take(&format!("login of {user}"), limits.passcodes, OF_USER)?;
    Ok(tries)
}

fn too_many(app: &App, visit: &Visit) -> Response {
    sentence(
        app,
        visit,
        StatusCode::TOO_MANY_REQUESTS,
        "Too many tries",
        "Please wait a minute, then try again.",
    )
}

/// `POST /authentication/password`: the first password of the user's own.
pub async fn choose(
    State(app): State<App>,
    visit: Visit,
    body: String,
) -> Result<Response, ApiError> {
    if !visit.is_own_form {
        return Ok(foreign(&app, &visit));
    }
    let given = Form::read(&body);
    let change = given.text("change");
    let now = app.clock.now();
    let token = crate::store::member_token(&app.store, SignIn::Change, change).await?;
    let token = token.filter(|token| token.expires_at > now);
    let member = match &token {
        Some(token) => crate::store::member(&app.store, &token.member_id).await?,
        None => None,
    };
    let Some(member) = member.filter(|it| !it.is_suspended(now)) else {
        app.allow_anonymous(visit.caller.address)?;
        return Ok(too_late(&app, &visit));
    };
    let organization =
        crate::store::organization_by_id(&app.store, &member.organization_id).await?;
    let organization = organization.unwrap_or_default();
    let (password, again) = (given.text("password"), given.text("again"));
    let length = password.chars().count();
    let problem = if length < SHORTEST {
        Some("Choose a password of at least ten characters.")
    } else if length > LONGEST {
        Some("Choose a password of at most two hundred characters.")
    } else if password != again {
        Some("The two passwords are not the same.")
    } else if matches(password, member.temporary_hash.as_deref()).await {
        Some("Choose another password than the temporary one.")
    } else {
        None
    };
    if problem.is_some() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(new_password(
            &app,
            &visit,
            &organization,
            change,
            status,
            problem,
        ));
    }
    let hash = passcode::hash(password).await.map_err(ApiError::internal)?;
    // The form opens once, however often it is sent at once.
    let now = app.clock.now();
    if !crate::store::set_password(&app.store, &member.id, change, &hash, now).await? {
        return Ok(too_late(&app, &visit));
    }
    enter_as(&app, &visit, &member).await
}

fn too_late(app: &App, visit: &Visit) -> Response {
    sentence(
        app,
        visit,
        StatusCode::UNAUTHORIZED,
        "That took too long",
        "Please sign in with the temporary password again.",
    )
}

/// `POST /authentication/forgotten`: always the same answer, whoever exists.
pub async fn forgotten(
    State(app): State<App>,
    visit: Visit,
    body: String,
) -> Result<Response, ApiError> {
    if !visit.is_own_form {
        return Ok(foreign(&app, &visit));
    }
    let given = Form::read(&body);
    let email = given.text("email").trim().to_owned();
    let slug = given.text("organization").to_owned();
    let now = app.clock.now();
    let rate = app.settings.limits.passcodes;
    let bucket = format!("forgotten {}", visit.caller.address);
    let who = ids::digest(&[&slug, &email.to_lowercase()]);
    let of_one = format!("forgotten of {who}");
    let may =
        app.rates.take(bucket, rate, now).is_ok() && app.rates.take(of_one, rate, now).is_ok();
    if may && app.outbox.sends_mail() {
        // Beside the answer, so that its time tells nothing.
        let job = app.clone();
        app.tasks.spawn(async move {
            if let Err(error) = mail(&job, &slug, &email, now).await {
                tracing::error!(%error, "a forgotten password could not be mailed");
            }
        });
    }
    Ok(sentence(
        &app,
        &visit,
        StatusCode::OK,
        "Look into your mail",
        "If this email belongs to a user of the school, a temporary password is on its way.",
    ))
}

async fn mail(
    app: &App,
    slug: &str,
    email: &str,
    now: i64,
) -> Result<(), vivavoce_engine::store::StoreError> {
    let Some(organization) = crate::store::organization_by_slug(&app.store, slug).await? else {
        return Ok(());
    };
    let member = crate::store::member_by_email(&app.store, &organization.id, email).await?;
    match member.filter(|it| !it.is_suspended(now)) {
        Some(member) => invitation::remind(app, &member, now).await,
        None => Ok(()),
    }
}

/// `POST /authentication/logout`.
pub async fn leave(State(app): State<App>, visit: Visit) -> Result<Response, ApiError> {
    if !visit.is_own_form {
        return Ok(foreign(&app, &visit));
    }
    let organization = match signed_in(&app, &visit.caller).await? {
        Known::Here(who) => {
            let (member, organization) = *who;
            // A page that is still in the browser opens nothing more.
            crate::store::close_lessons(&app.store, &member.id).await?;
            Some(organization)
        }
        Known::Gone(organization) => organization,
    };
    for cookie in visit.caller.cookies(super::learner::COOKIE).take(4) {
        crate::store::drop_cookie(&app.store, cookie).await?;
    }
    let to = organization.and_then(|it| it.logout_url);
    let mut response = go(to.as_deref().unwrap_or("/authentication/left"));
    response.headers_mut().extend(forgetting()?);
    Ok(response)
}

/// `GET /authentication/left`.
pub async fn left(State(app): State<App>, visit: Visit) -> Response {
    sentence(
        &app,
        &visit,
        StatusCode::OK,
        "You are signed out",
        "Come back the way you came.",
    )
}

async fn enter_as(app: &App, visit: &Visit, member: &Member) -> Result<Response, ApiError> {
    let cookie = cookie_for(app, member, visit.framed).await?;
    let mut response = go("/app");
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Which password it was.
enum Proof {
    Chosen,
    Temporary,
}

/// Takes as long for nobody as for somebody: both passwords are always tried.
async fn prove(member: Option<&Member>, password: &str, now: i64) -> Option<Proof> {
    let chosen = member.and_then(|it| it.password_hash.as_deref());
    let temporary = member
        .filter(|it| it.temporary_until.is_some_and(|until| until > now))
        .and_then(|it| it.temporary_hash.as_deref());
    let is_chosen = matches(password, chosen).await;
    let is_temporary = matches(password, temporary).await;
    if is_chosen {
        Some(Proof::Chosen)
    } else if is_temporary {
        Some(Proof::Temporary)
    } else {
        None
    }
}

/// Whether `password` is the one `hash` was made of; without a hash the same work is done in vain.
async fn matches(password: &str, hash: Option<&str>) -> bool {
    static NOBODYS: OnceCell<String> = OnceCell::const_new();
    // Longer ones are no password, only work for us.
    let fits = password.chars().count() <= LONGEST;
    let password = if fits { password } else { "" };
    let nobodys = NOBODYS
        .get_or_init(async || passcode::hash("nobody's").await.unwrap_or_default())
        .await;
    let is_it = passcode::matches(password, hash.unwrap_or(nobodys)).await;
    is_it && hash.is_some() && fits
}

/// A form that another site's page sent in this browser's name.
pub fn foreign(app: &App, visit: &Visit) -> Response {
    sentence(
        app,
        visit,
        StatusCode::FORBIDDEN,
        "This form came from elsewhere",
        "Please load the page again and fill it in there.",
    )
}

fn form(
    app: &App,
    visit: &Visit,
    organization: &Organization,
    email: &str,
    status: StatusCode,
    problem: Option<&str>,
) -> Response {
    let words = words("en");
    let forgot = if app.outbox.sends_mail() {
        format!(
            "<details><summary>Forgot your password?</summary>\
             <form method=\"post\" action=\"/authentication/forgotten\">\
             <input type=\"hidden\" name=\"organization\" value=\"{slug}\">\
             <label class=\"field\"><span>{}</span><input name=\"email\" type=\"email\" autocomplete=\"email\" required></label>\
             <button class=\"solid\">Mail me a temporary one</button></form></details>",
            e(words.email),
            slug = e(&organization.slug),
        )
    } else {
        String::new()
    };
    let main = format!(
        "<div class=\"card\"><h1>{}</h1>{}<form method=\"post\" action=\"/authentication/login\">\
         <input type=\"hidden\" name=\"organization\" value=\"{}\">\
         <label class=\"field\"><span>{}</span><input name=\"email\" type=\"email\" autocomplete=\"username\" required value=\"{}\"></label>\
         <label class=\"field\"><span>{}</span><input name=\"password\" type=\"password\" autocomplete=\"current-password\" required></label>\
         <button class=\"solid\">{}</button></form>{forgot}</div>",
        e(words.sign_in),
        alert(problem),
        e(&organization.slug),
        e(words.email),
        e(email),
        e(words.password),
        e(words.sign_in),
    );
    Page {
        title: words.sign_in,
        words,
        organization: Some(organization),
        signed_in: false,
        main,
        kind: "alone",
    }
    .send(app, visit, status)
}

fn new_password(
    app: &App,
    visit: &Visit,
    organization: &Organization,
    change: &str,
    status: StatusCode,
    problem: Option<&str>,
) -> Response {
    let title = "Choose your password";
    let main = format!(
        "<div class=\"card\"><h1>{title}</h1>{}<p>You signed in with the temporary one. From now on \
         you use your own.</p><form method=\"post\" action=\"/authentication/password\">\
         <input type=\"hidden\" name=\"change\" value=\"{}\">\
         <label class=\"field\"><span>New password</span><input name=\"password\" type=\"password\" autocomplete=\"new-password\" minlength=\"{SHORTEST}\" maxlength=\"{LONGEST}\" required></label>\
         <label class=\"field\"><span>Once more</span><input name=\"again\" type=\"password\" autocomplete=\"new-password\" required></label>\
         <button class=\"solid\">Save and sign in</button></form></div>",
        alert(problem),
        e(change),
    );
    Page {
        title,
        words: words("en"),
        organization: Some(organization),
        signed_in: false,
        main,
        kind: "alone",
    }
    .send(app, visit, status)
}

fn alert(problem: Option<&str>) -> String {
    problem.map_or_else(String::new, |problem| {
        format!("<p class=\"alert\" role=\"alert\">{}</p>", e(problem))
    })
}
