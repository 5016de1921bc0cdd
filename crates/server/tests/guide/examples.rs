//! The commands and snippets of Tough Tongue AI's integration guide, letter by letter.

pub const CREATE: &str = r#"curl -X POST https://dev.api.toughtongueai.com/api/public/scenarios \
-H "Authorization: Bearer " \
-H "Content-Type: application/json" \
-d '{
 "name": "Customer Support Training",
 "description": "Internal description for your team",
 "user_friendly_description": "Practice handling difficult customer inquiries",
 "ai_instructions": "You are a frustrated customer with a billing issue...",
 "is_public": true,
 "is_recording": true,
 "session_analysis": {
 "admin_email": "admin@example.com",
 "is_auto_analysis": true,
 "is_auto_submit": true
 }
}'"#;

pub const EMBED_BASIC: &str = r#"<iframe
 src="https://dev.toughtongueai.com/embed/basic/SCENARIO_ID"
 width="100%"
 height="600px"
 frameborder="0"
 allow="microphone"
></iframe>"#;

pub const TOKEN: &str = r#"curl -X POST https://dev.api.toughtongueai.com/api/public/scenario-access-token \
 -H "Authorization: Bearer YOUR_API_TOKEN" \
 -H "Content-Type: application/json" \
 -d '{
 "scenario_id": "SCENARIO_ID"
 }'"#;

pub const EMBED_PRIVATE: &str = r#"<iframe
 src="https://dev.toughtongueai.com/embed/SCENARIO_ID?scenarioAccessToken=YOUR_ACCESS_TOKEN"
 width="100%"
 height="800px"
 frameborder="0"
 allow="microphone"
></iframe>"#;

pub const EMBED_USER: &str = r#"<iframe
 src="https://dev.toughtongueai.com/embed/SCENARIO_ID?userName=John%20Doe&userEmail=john@example.com"
 width="100%"
 height="800px"
 frameborder="0"
 allow="microphone"
></iframe>"#;

pub const EMBED_VARIABLES: &str = r#"<iframe
 src="https://dev.toughtongueai.com/embed/SCENARIO_ID?t_company_name=Acme%20Corp&t_user_role=Manager&t_interview_type=Technical"
 width="100%"
 height="800px"
 frameborder="0"
 allow="microphone"
></iframe>"#;

/// Each by itself, as the guide lists them.
pub const CUSTOMIZED: [&str; 5] = [
    "?name=Support%20Training",
    "?color=violet-500",
    "?showPulse=false",
    "?background=black",
    "?hidePoweredBy=true",
];

pub const SCENARIOS: &str = r#"curl -X GET https://dev.api.toughtongueai.com/api/public/scenarios \
-H "accept: application/json" \
-H "Authorization: Bearer ""#;

pub const SESSIONS: &str = r#"curl -X GET "https://dev.api.toughtongueai.com/api/public/sessions?scenario_id=SCENARIO_ID&user_email=optional@email.com" \
-H "accept: application/json" \
-H "Authorization: Bearer ""#;

pub const FEATURED: &str = r#"curl -X GET https://dev.api.toughtongueai.com/api/public/featured-scenarios \
-H "accept: application/json" \
-H "Authorization: Bearer ""#;

pub const SESSION: &str = r#"curl -X GET https://dev.api.toughtongueai.com/api/public/sessions/SESSION_ID \
-H "accept: application/json" \
-H "Authorization: Bearer ""#;

pub const ANALYZE: &str = r#"curl -X POST https://dev.api.toughtongueai.com/api/public/sessions/analyze \
-H "accept: application/json" \
-H "Content-Type: application/json" \
-H "Authorization: Bearer " \
-d '{"session_id": "SESSION_ID"}'"#;

pub const PURCHASES: &str = r#"curl -X GET https://dev.api.toughtongueai.com/api/public/purchases \
-H "accept: application/json" \
-H "Authorization: Bearer ""#;

pub const TOKEN_AGAIN: &str = r#"curl -X POST https://dev.api.toughtongueai.com/api/public/scenario-access-token \
-H "accept: application/json" \
-H "Content-Type: application/json" \
-H "Authorization: Bearer " \
-d '{"scenario_id": "SCENARIO_ID"}'"#;
