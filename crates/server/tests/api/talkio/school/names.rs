//! Organizations and users whose names are somebody else's ids.

use super::*;
use vivavoce_talkio::store::Organization;

#[tokio::test]
async fn an_organization_whose_slug_is_anothers_id_takes_nobody_over() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    let learner = Browser::of(&school, "u").await;
    let id = &school.organization.id;

    let body = json!({ "slug": id, "name": "Thieves", "provider": "x" });
    let refused = site
        .api_as(&site.other_key, "POST /organizations", &body)
        .await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(
        refused.text.contains("looks like an id"),
        "{}",
        refused.text
    );

    // An older version took it.
    let thieves = School::new(&site, id, "x").await;
    assert_eq!(&thieves.organization.slug, id);
    let store = &site.app.store;
    let changed = Organization {
        logout_url: Some("https://thieves.example/".to_owned()),
        ..thieves.organization.clone()
    };
    vivavoce_talkio::store::change_organization(store, changed, thieves.organization.clone())
        .await
        .unwrap();
    let page = learner.get("/app/settings").await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("School north"), "{}", page.text);
    let mine = school.ask("GET /users/u", Value::Null).await;
    assert_eq!(mine.status, 200, "{}", mine.text);
    let left = learner.post("/authentication/logout", "").await;
    assert!(!location(&left).contains("thieves"), "{}", location(&left));
    // By its slug it is what it was, and its own account's.
    let page = format!("GET /authentication/login?organization={id}");
    assert!(
        site.ask(&page, &[], "")
            .await
            .text
            .contains(&format!("School {id}"))
    );
    assert_eq!(thieves.ask("GET /users", Value::Null).await.status, 200);
}

#[tokio::test]
async fn a_user_whose_id_is_anothers_email_is_not_mistaken_for_them() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    school.user("ann@example.com", json!({})).await;
    school.user("u", json!({})).await;
    // An older version took it.
    let email = "UPDATE members SET email = $1, email_key = $1 WHERE user_id = 'u'";
    sqlx::query(email)
        .bind("ann@example.com")
        .execute(site.app.store.read())
        .await
        .unwrap();
    let id = &school.organization.id;
    let found =
        vivavoce_talkio::store::member_by_email(&site.app.store, id, "Ann@Example.com").await;
    assert_eq!(found.unwrap().unwrap().user_id, "u");
    let found =
        vivavoce_talkio::store::member_by_user_id(&site.app.store, id, "ann@example.com").await;
    assert_eq!(found.unwrap().unwrap().email, None);
}
