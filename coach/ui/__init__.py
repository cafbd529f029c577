"""Pages, views and the editor component; the only home of Streamlit."""
